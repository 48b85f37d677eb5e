"""The peer of `lucarne bench serve`: what a chest X-ray service in Python does for a picture.

  serve_peer.py PORT WEIGHTS CLASSES SIZE THREADS

Opens the upload with PIL, resizes it, makes a tensor of it, runs ResNet-18, and answers with the class, its probability and all of them.
WEIGHTS is a safetensors file with torchvision's names; it is read here by hand, since Debian has no package for it.
"""
import io
import json
import sys

import numpy
import torch
import torchvision
import uvicorn
from fastapi import FastAPI, File, UploadFile
from PIL import Image

PORT, WEIGHTS, CLASSES, SIZE, THREADS = int(sys.argv[1]), sys.argv[2], sys.argv[3].split(","), int(sys.argv[4]), int(sys.argv[5])


def read_weights(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    kinds = {"F32": numpy.float32, "I64": numpy.int64}
    state = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = entry["data_offsets"]
        values = numpy.frombuffer(data[start:end], kinds[entry["dtype"]]).reshape(entry["shape"])
        state[name] = torch.from_numpy(values.copy())
    return state


torch.set_num_threads(THREADS)
model = torchvision.models.resnet18(num_classes=len(CLASSES))
state = read_weights(WEIGHTS)
missing, unexpected = model.load_state_dict(state, strict=False)
wrong = [name for name in missing if not name.endswith("num_batches_tracked")] + list(unexpected)
if wrong:
    sys.exit(f"the weights do not fit torchvision's ResNet-18: {', '.join(wrong[:5])}")
model.eval()

transform = torchvision.transforms.Compose([
    torchvision.transforms.Resize((SIZE, SIZE)),
    torchvision.transforms.ToTensor(),
    torchvision.transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
])

app = FastAPI()


@app.get("/health/ready")
def ready():
    return {"torch": torch.__version__, "threads": torch.get_num_threads()}


@app.post("/predict")
async def predict(file: UploadFile = File(...)):
    picture = Image.open(io.BytesIO(await file.read())).convert("RGB")
    with torch.no_grad():
        probabilities = torch.nn.functional.softmax(model(transform(picture).unsqueeze(0)), dim=1)[0]
    best = int(probabilities.argmax())
    return {
        "predicted_class": CLASSES[best],
        "confidence": float(probabilities[best]),
        "probabilities": {name: float(value) for name, value in zip(CLASSES, probabilities)},
    }


uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="warning", access_log=False)
