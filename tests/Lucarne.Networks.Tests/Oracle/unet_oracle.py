"""A U-Net as PyTorch users write it, for the tests of Lucarne.Networks.

  unet_oracle.py WIDTH OUT     weights, slices, logits in prediction and training, gradients and running figures, as files of torch.save
"""

import sys

import torch
from torch import nn


def pair(inputs, outputs):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
        nn.Conv2d(outputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


class UNet(nn.Module):
    def __init__(self, inputs, outputs, width):
        super().__init__()
        c = [width << level for level in range(5)]
        self.down = nn.ModuleList([pair(inputs, c[0])] + [pair(c[i], c[i + 1]) for i in range(4)])
        self.rise = nn.ModuleList([nn.ConvTranspose2d(c[i + 1], c[i], 2, stride=2) for i in range(4)])
        self.up = nn.ModuleList([pair(2 * c[i], c[i]) for i in range(4)])
        self.head = nn.Conv2d(width, outputs, 1)

    def forward(self, x):
        skips = []
        for level, step in enumerate(self.down):
            x = step(x if level == 0 else nn.functional.max_pool2d(x, 2))
            skips.append(x)
        for level in reversed(range(4)):
            x = self.up[level](torch.cat([skips[level], self.rise[level](x)], 1))
        return self.head(x)


def main(width, out):
    torch.manual_seed(5)
    model = UNet(1, 8, width)
    with torch.no_grad():
        for _ in range(3):
            model(torch.randn(2, 1, 48, 32))
    torch.save({name: tensor for name, tensor in model.state_dict().items() if "tracked" not in name}, f"{out}/unet.pth")
    slices = torch.randn(2, 1, 48, 32)
    truth = torch.randint(8, (2, 48, 32))
    with torch.no_grad():
        expected = {"input": slices, "truth": truth, "eval": model.eval()(slices)}
    logits = model.train()(slices)
    nn.functional.cross_entropy(logits, truth).backward()
    expected["train"] = logits.detach()
    for name, tensor in model.named_parameters():
        expected["gradient." + name] = tensor.grad
    for name, tensor in model.state_dict().items():
        if "running" in name:
            expected["buffer." + name] = tensor
    torch.save(expected, f"{out}/expected.pth")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(int(sys.argv[1]), sys.argv[2])
