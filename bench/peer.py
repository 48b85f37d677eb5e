"""The peer that `lucarne bench` measures itself against: PyTorch on the same libtorch.

  peer.py THREADS bfloat16|float32     what its channels_last loop computes with: bfloat16 only where the processor is fast at it

Reads one request a line on standard input, {"task", "mode", "batch", "size", "rounds"}, and answers each with one line,
{"seconds": [per round]}. Networks and data are made before the clock starts; both sides take turns, so that neither computes
while the other is measured.
"""
import json
import sys
import time

import torch
import torchvision


def pair(inputs, outputs):
    return torch.nn.Sequential(
        torch.nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), torch.nn.BatchNorm2d(outputs), torch.nn.ReLU(),
        torch.nn.Conv2d(outputs, outputs, 3, padding=1, bias=False), torch.nn.BatchNorm2d(outputs), torch.nn.ReLU())


class UNet(torch.nn.Module):
    def __init__(self, inputs, outputs, width):
        super().__init__()
        c = [width << level for level in range(5)]
        self.down = torch.nn.ModuleList([pair(inputs, c[0])] + [pair(c[i], c[i + 1]) for i in range(4)])
        self.rise = torch.nn.ModuleList([torch.nn.ConvTranspose2d(c[i + 1], c[i], 2, stride=2) for i in range(4)])
        self.up = torch.nn.ModuleList([pair(2 * c[i], c[i]) for i in range(4)])
        self.head = torch.nn.Conv2d(width, outputs, 1)

    def forward(self, x):
        skips = []
        for level, step in enumerate(self.down):
            x = step(x if level == 0 else torch.nn.functional.max_pool2d(x, 2))
            skips.append(x)
        for level in reversed(range(4)):
            x = self.up[level](torch.cat([skips[level], self.rise[level](x)], 1))
        return self.head(x)


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
    with torch.cpu.amp.autocast(enabled=half(mode), dtype=torch.bfloat16):
        loss = torch.nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimiser.step()
    return loss.item()


def unet(mode, batch, size, state={}):
    if mode not in state:
        torch.manual_seed(0)
        model, x = UNet(1, 8, 64), torch.randn(batch, 1, size, size)
        if mode == "bfloat16":
            model, x = model.to(memory_format=torch.channels_last), x.contiguous(memory_format=torch.channels_last)
        state[mode] = (model, torch.optim.Adam(model.parameters(), lr=1e-3), x, (torch.arange(batch * size * size) % 4).reshape(batch, size, size))
    model, optimiser, x, y = state[mode]
    optimiser.zero_grad(set_to_none=True)
    with torch.cpu.amp.autocast(enabled=half(mode), dtype=torch.bfloat16):
        loss = torch.nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimiser.step()
    return loss.item()


def half(mode):
    return mode == "bfloat16" and sys.argv[2] == "bfloat16"


def predict(mode, batch, size, state={}):
    if (mode, batch, size) not in state:
        state[mode, batch, size] = (network(mode, False), pictures(mode, batch, size))
    model, x = state[mode, batch, size]
    with torch.inference_mode(), torch.cpu.amp.autocast(enabled=half(mode), dtype=torch.bfloat16):
        return model(x).float().softmax(1).sum().item()


# As many threads as the other side: on some virtual machines libtorch's own guess is one core of several.
torch.set_num_threads(int(sys.argv[1]))
tasks = {"train": train, "predict": predict, "unet": unet}
print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    seconds = []
    for _ in range(request["rounds"]):
        start = time.perf_counter()
        tasks[request["task"]](request["mode"], request["batch"], request["size"])
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"seconds": seconds}), flush=True)
