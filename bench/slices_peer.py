"""The peer that `lucarne bench slices` measures itself against: nibabel, which unpacks a whole volume for each slice.

  slices_peer.py FOLDER COUNT     scans and labels as .nii.gz in FOLDER; answers {"nibabel", "seconds"} for COUNT random slices
"""
import glob
import json
import random
import sys
import time

import nibabel
import numpy

scans = sorted(glob.glob(f"{sys.argv[1]}/*.scan.nii.gz"))
random.seed(0)
start = time.perf_counter()
total = 0.0
for _ in range(int(sys.argv[2])):
    path = random.choice(scans)
    scan = nibabel.load(path)
    k = random.randrange(scan.shape[2])
    pixels = scan.get_fdata(dtype=numpy.float32)[:, :, k]
    labels = numpy.asarray(nibabel.load(path.replace(".scan.", ".labels.")).dataobj)[:, :, k]
    total += float(pixels.mean()) + float(labels.mean())
print(json.dumps({"nibabel": nibabel.__version__, "seconds": time.perf_counter() - start, "sum": total}))
