"""What torchvision computes, for the tests of Lucarne.Networks.

  torchvision_oracle.py networks DIR     seeded networks: weights, an input, logits and gradients, as files of torch.save
  torchvision_oracle.py reference        layouts, and logits for weights that a formula gives, as JSON (kept in reference.json)
  torchvision_oracle.py features WEIGHTS OUT   what a MobileNetV2 makes of a picture, with both paddings
  torchvision_oracle.py pictures DATA OUT      pixels and labels of a folder per class: 224 x 224, RGB, bilinear, distinct files
  torchvision_oracle.py judge FEATURES OUT     accuracy and AUC of logistic regression on features, as WEIGHTS.md has it
"""

import hashlib
import json
import os
import sys

import numpy
import torch
import torchvision
from torch import nn

NAMES = ["resnet18", "resnet34", "resnet50", "vgg16_bn", "densenet121", "mobilenet_v2", "efficientnet_b0"]
WITH_FILES = ["resnet18", "resnet50", "densenet121", "mobilenet_v2", "efficientnet_b0"]  # the others are in reference.json
LEGACY = ["resnet18", "mobilenet_v2"]


def make(name, classes):
    model = getattr(torchvision.models, name)(weights=None, num_classes=classes)
    for module in model.modules():  # what is random in training is switched off
        if isinstance(module, (nn.Dropout, torchvision.ops.StochasticDepth)):
            module.p = 0.0
    return model


def state(model):
    return {name: tensor for name, tensor in model.state_dict().items() if not name.endswith("num_batches_tracked")}


def pattern(index, count):
    """Values in [-1, 1): murmur3's 32-bit finaliser of the element's number plus the tensor's number times 0x9E3779B9."""
    h = (numpy.arange(count, dtype=numpy.uint64) + numpy.uint64(index * 0x9E3779B9)) & numpy.uint64(0xFFFFFFFF)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h ^= h >> numpy.uint64(shift)
        h = (h * numpy.uint64(factor)) & numpy.uint64(0xFFFFFFFF)
    h ^= h >> numpy.uint64(16)
    return h.astype(numpy.float64) / 2**31 - 1


def fill(model):
    for index, (name, tensor) in enumerate(sorted(state(model).items())):
        values = pattern(index, tensor.numel()).reshape(tuple(tensor.shape))
        if tensor.dim() > 1:
            values = values * (6.0 / (tensor.numel() / tensor.shape[0])) ** 0.5
        elif name.endswith("running_var") or (name.endswith("weight")):
            values = 1 + 0.25 * values
        else:
            values = 0.1 * values
        tensor.copy_(torch.from_numpy(values))


def reference():
    out = {"origin": f"torchvision {torchvision.__version__}, torch {torch.__version__}, CPU, float32", "layout": {}, "logits": {}}
    picture = torch.from_numpy(pattern(1000, 2 * 3 * 64 * 64).reshape(2, 3, 64, 64)).float()
    with torch.no_grad():
        for name in NAMES:
            out["layout"][name] = layout(make(name, 1000))
            model = make(name, 5)
            fill(model)
            out["logits"][name] = {
                "eval": model.eval()(picture).flatten().tolist(),
                "train": model.train()(picture).flatten().tolist(),
            }
    print(json.dumps(out, indent=1))


def networks(folder):
    torch.manual_seed(7)
    for name in WITH_FILES:
        model = make(name, 5)
        picture = torch.randn(2, 3, 64, 64)
        with torch.no_grad():
            for _ in range(3):
                model(torch.randn(4, 3, 64, 64))  # running figures that are not their first ones
        torch.save(model.state_dict(), f"{folder}/{name}.zip.pth")
        if name in LEGACY:
            torch.save(model.state_dict(), f"{folder}/{name}.legacy.pth", _use_new_zipfile_serialization=False)
        with torch.no_grad():
            expected = {"input": picture, "eval": model.eval()(picture)}
        # Training in double precision: batch norm over two small pictures magnifies the last digit of float32 to parts in a hundred of a gradient.
        logits = model.double().train()(picture.double())
        nn.functional.cross_entropy(logits, torch.tensor([1, 4])).backward()
        expected["train"] = logits.detach().float()
        for parameter, tensor in model.named_parameters():
            expected["gradient." + parameter] = tensor.grad.float()
        for buffer, tensor in state(model).items():
            if "running" in buffer:
                expected["buffer." + buffer] = tensor.float()
        torch.save(expected, f"{folder}/{name}.expected.pth")


def layout(model):
    """SHA-256 of the sorted lines "name [sizes]" of a state dictionary."""
    lines = [f"{name} [{', '.join(map(str, tensor.shape))}]" for name, tensor in sorted(state(model).items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def read_safetensors(path):
    with open(path, "rb") as stream:
        header = json.loads(stream.read(int.from_bytes(stream.read(8), "little")))
        data = stream.read()
    header.pop("__metadata__", None)
    types = {"F16": numpy.float16, "F32": numpy.float32}
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        values = numpy.frombuffer(data[start:end], types[entry["dtype"]]).astype(numpy.float32).reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return tensors


def tensorflow_padding(model):
    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, nn.Conv2d) and child.stride == (2, 2):
                child.padding = (0, 0)
                setattr(module, name, nn.Sequential(nn.ZeroPad2d((0, 1, 0, 1)), child))


def features(weights, out):
    torch.manual_seed(11)
    picture = torch.rand(2, 3, 224, 224) * 2 - 1
    expected = {"input": picture}
    for padding in ("symmetric", "tensorflow"):
        model = torchvision.models.mobilenet_v2(weights=None)
        model.load_state_dict(read_safetensors(weights), strict=False)
        if padding == "tensorflow":
            tensorflow_padding(model)
        model.eval()
        with torch.no_grad():
            pooled = model.features(picture).mean([2, 3])
            expected[padding + ".features"] = pooled
            expected[padding + ".logits"] = model.classifier(pooled)
    torch.save(expected, out)


def pictures(data, out):
    from PIL import Image

    seen, pixels, labels = set(), [], []
    for label, name in enumerate(sorted(os.listdir(data))):
        for file in sorted(os.listdir(os.path.join(data, name))):
            path = os.path.join(data, name, file)
            digest = hashlib.sha256(open(path, "rb").read()).digest()
            if digest in seen:
                continue
            seen.add(digest)
            picture = Image.open(path).convert("RGB").resize((224, 224), Image.BILINEAR)
            pixels.append(torch.from_numpy(numpy.asarray(picture).copy()).permute(2, 0, 1))
            labels.append(label)
    torch.save({"pixels": torch.stack(pixels), "labels": torch.tensor(labels)}, out)


def judge(features, out):
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    tensors = read_safetensors(features)
    labels = tensors.pop("labels").numpy().astype(int)
    figures = {}
    for name, tensor in tensors.items():
        accuracies, areas = [], []
        for seed in range(3):
            scores = numpy.zeros(len(labels))
            for train, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(tensor, labels):
                model = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=2000))
                scores[test] = model.fit(tensor[train], labels[train]).predict_proba(tensor[test])[:, 1]
            accuracies.append(((scores > 0.5) == labels).mean())
            areas.append(roc_auc_score(labels, scores))
        figures[name] = {"accuracy": numpy.mean(accuracies), "auc": numpy.mean(areas)}
    json.dump(figures, open(out, "w"))


if __name__ == "__main__":
    torch.set_num_threads(1)
    {"networks": networks, "reference": reference, "features": features, "pictures": pictures, "judge": judge}[sys.argv[1]](*sys.argv[2:])
