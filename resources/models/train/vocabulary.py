"""Words, and bytes for everything else: what Headlight's word tokenizer reads from words.txt.

A word of the list is one token. Any other word is "▁" and the bytes of its UTF-8, so that every text has tokens.
"""
MARK = "▁"


def byte_piece(byte):
    return f"<0x{byte:02X}>"


def byte_of(piece):
    return int(piece[3:5], 16)


def byte_pieces():
    """"▁" and the 256 bytes."""
    return [MARK] + [byte_piece(byte) for byte in range(256)]


def spelled(word):
    """The pieces of a word that no list holds."""
    return [MARK] + [byte_piece(byte) for byte in word.encode()]


class Vocabulary:
    """Pieces and their numbers: special pieces first, then bytes, then words in alphabetical order."""

    def __init__(self, special, words):
        self.pieces = list(special) + byte_pieces() + sorted(set(words) - set(special) - set(byte_pieces()))
        self.first_byte = len(special)                              # the number of "▁"
        self.first_word = len(special) + len(byte_pieces())
        self._ids = {piece: number for number, piece in enumerate(self.pieces)}

    def __len__(self):
        return len(self.pieces)

    def __contains__(self, piece):
        return piece in self._ids

    def id(self, piece):
        return self._ids[piece]

    def ids(self, pieces):
        return [self._ids[piece] for piece in pieces]
