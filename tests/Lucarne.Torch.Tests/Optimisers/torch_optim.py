"""Trains a small least-squares problem with torch.optim and follows its schedulers; prints what happened as JSON.

The same problem is written in ReferenceProblem.cs. torch_optim.json is this script's output with torch 1.13.0.
"""
import json
import math

import torch
from torch.optim import SGD, Adam, AdamW
from torch.optim.lr_scheduler import CosineAnnealingLR, OneCycleLR, ReduceLROnPlateau

MARKS = (1, 2, 10, 60)


def values(count, frequency):
    return [math.sin(frequency * (i + 1)) for i in range(count)]


def train(make, late=0):
    inputs = torch.tensor(values(32, 0.7), dtype=torch.float64).reshape(8, 4)
    targets = torch.tensor(values(24, 1.3), dtype=torch.float64).reshape(8, 3)
    weight = torch.tensor(values(12, 0.3), dtype=torch.float64).reshape(3, 4).requires_grad_()
    bias = torch.tensor(values(3, 2.1), dtype=torch.float64).requires_grad_()
    optimiser = make([weight, bias])
    marks = {}
    for step in range(1, max(MARKS) + 1):
        optimiser.zero_grad(set_to_none=True)
        ((inputs @ weight.T + bias - targets) ** 2).mean().backward()
        if step <= late:
            bias.grad = None
        optimiser.step()
        if step in MARKS:
            marks[step] = weight.detach().flatten().tolist() + bias.detach().tolist()
    return marks


def rates(make, steps):
    optimiser = SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = make(optimiser)
    seen = []
    for _ in range(steps):
        seen.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        schedule.step()
    return seen


def plateau():
    optimiser = SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = ReduceLROnPlateau(optimiser, patience=2, factor=0.5)
    seen = []
    for loss in [1, 0.9, 0.9, 0.89999, 0.95, 0.91, 0.8, 0.8, 0.8, 0.8, 0.79995, 0.7, 0.75, 0.75, 0.75, 0.75, 0.75, 0.75, -1, -1, -1, -1]:
        schedule.step(loss)
        seen.append(optimiser.param_groups[0]["lr"])
    return seen


print(json.dumps({
    "torch": torch.__version__,
    "optimisers": {
        "sgd": train(lambda p: SGD(p, lr=0.1)),
        "sgd-momentum": train(lambda p: SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01)),
        "sgd-nesterov": train(lambda p: SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01, nesterov=True)),
        "adam": train(lambda p: Adam(p, lr=0.02)),
        "adam-l2": train(lambda p: Adam(p, lr=0.02, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1)),
        "adamw": train(lambda p: AdamW(p, lr=0.02, weight_decay=0.1)),
        "adamw-late": train(lambda p: AdamW(p, lr=0.02, weight_decay=0.1), late=9),
        "sgd-late": train(lambda p: SGD(p, lr=0.05, momentum=0.9), late=9),
    },
    "schedules": {
        "one-cycle": rates(lambda o: OneCycleLR(o, max_lr=1.0, total_steps=61), 60),
        "one-cycle-short": rates(lambda o: OneCycleLR(o, max_lr=1.0, total_steps=8, pct_start=0.5, div_factor=10, final_div_factor=100), 7),
        "cosine": rates(lambda o: CosineAnnealingLR(o, T_max=50), 51),
        "plateau": plateau(),
    },
}, indent=1))
