# Makes the .npz files that tst_npz reads: python3 make.py (needs NumPy 1.24 or newer).
import numpy as np

ramp = np.arange(24)
arrays = {
    "bool": np.array([[True, False, True]]),
    "u1": np.array([0, 255], np.uint8), "i1": np.array([-128, 127], np.int8),
    "u2": np.array([0, 65535], np.uint16), "i2": np.array([-32768, 32767], np.int16),
    "u4": np.array([0, 2**32 - 1], np.uint32), "i4": np.array([-2**31, 2**31 - 1], np.int32),
    "u8": np.array([0, 2**64 - 1], np.uint64), "i8": np.array([-2**63, 2**63 - 1], np.int64),
    "f2": np.array([1.5, -np.inf, np.nan, 6e-8], np.float16),
    "f4": np.array([0.1, -np.inf, np.nan, 1e-45], np.float32),
    "f8": np.array([0.1, np.inf, np.nan, 5e-324], np.float64),
    "r0.q.1": ramp.reshape(2, 3, 4).astype(np.float32),
    "fortran": np.asfortranarray(ramp.reshape(2, 3, 4).astype(np.float64)),
    "big": ramp.reshape(4, 6).astype(">f4"), "big_fortran": np.asfortranarray(ramp.reshape(4, 6).astype(">i2")),
    "scalar": np.float64(42.5), "empty": np.zeros((3, 0, 2), np.float32),
    "注意": np.array([7], np.int64),
}
np.savez("stored.npz", **arrays)
np.savez_compressed("packed.npz", **arrays)
np.savez("complex.npz", c=np.array([1j]))
