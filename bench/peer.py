"""The peer that `lucarne bench` measures itself against: PyTorch on the same libtorch.

Reads one request a line on standard input, {"task", "mode", "batch", "size", "rounds"}, and answers each with one line,
{"seconds": [per round]}. Networks and data are made before the clock starts; both sides take turns, so that neither computes
while the other is measured.
"""
import json
import sys
import time

import torch
import torchvision


def network(mode, training):
    torch.manual_seed(0)
    model = torchvision.models.resnet18(num_classes=4)
    model.train(training)
    return model.to(memory_format=torch.channels_last) if mode == "bfloat16" else model


def pictures(mode, batch, size):
    x = torch.rand(batch, 3, size, size)
    return x.to(memory_format=torch.channels_last) if mode == "bfloat16" else x


def train(mode, batch, size, state={}):
    if (mode, batch, size) not in state:
        model = network(mode, True)
        state[mode, batch, size] = (model, torch.optim.Adam(model.parameters(), lr=1e-3), pictures(mode, batch, size), torch.arange(batch) % 4)
    model, optimiser, x, y = state[mode, batch, size]
    optimiser.zero_grad(set_to_none=True)
    with torch.cpu.amp.autocast(enabled=mode == "bfloat16", dtype=torch.bfloat16):
        loss = torch.nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimiser.step()
    return loss.item()


def predict(mode, batch, size, state={}):
    if (mode, batch, size) not in state:
        state[mode, batch, size] = (network(mode, False), pictures(mode, batch, size))
    model, x = state[mode, batch, size]
    with torch.inference_mode(), torch.cpu.amp.autocast(enabled=mode == "bfloat16", dtype=torch.bfloat16):
        return model(x).float().softmax(1).sum().item()


# As many threads as the other side: on some virtual machines libtorch's own guess is one core of several.
torch.set_num_threads(int(sys.argv[1]))
tasks = {"train": train, "predict": predict}
print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    seconds = []
    for _ in range(request["rounds"]):
        start = time.perf_counter()
        tasks[request["task"]](request["mode"], request["batch"], request["size"])
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"seconds": seconds}), flush=True)
