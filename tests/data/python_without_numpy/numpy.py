"""The few functions of NumPy that a copied ledger calls, for machines without NumPy: tests put this folder on PYTHONPATH."""
import builtins
import math

float64 = float
inf = math.inf
nan = math.nan
pi = math.pi


class array(list):
    def __init__(self, numbers, dtype=float64):
        super().__init__(dtype(number) for number in numbers)

    def __mul__(self, other):
        if len(self) != len(other):
            raise ValueError("operands of different length")
        return array(a * b for a, b in zip(self, other))


def sum(numbers):
    return math.fsum(numbers)


def max(numbers):
    return nan if any(math.isnan(number) for number in numbers) else builtins.max(numbers)


def maximum(a, b):
    return builtins.max(a, b)


def exp(x):
    return math.exp(x)


def sqrt(x):
    return math.sqrt(x)


def sin(x):
    return math.sin(x)


def cos(x):
    return math.cos(x)


def tanh(x):
    return math.tanh(x)
