using System.Text.Json;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Torch.Tests.Safetensors;

public sealed class PythonInterchangeTests : IDisposable
{
    // The safetensors package where it is installed; else its format, as published, with struct, json and torch alone.
    private const string Script = """
        import json, struct, sys
        import torch
        theirs, ours = sys.argv[1:]
        tensors = {"w": torch.arange(6, dtype=torch.float32).reshape(2, 3) / 4, "h": torch.tensor([1.5, -2], dtype=torch.bfloat16),
                   "n": torch.tensor(7, dtype=torch.int64), "m": torch.tensor([True, False, True])}
        try:
            from safetensors import torch as package, safe_open
            package.save_file(tensors, theirs, {"format": "pt"})
            with safe_open(ours, "pt") as file:
                metadata = file.metadata()
                read = {name: file.get_tensor(name) for name in file.keys()}
        except ImportError:
            names = {torch.float32: "F32", torch.bfloat16: "BF16", torch.int64: "I64", torch.bool: "BOOL"}
            header, data = {"__metadata__": {"format": "pt"}}, b""
            for name, tensor in tensors.items():
                raw = bytes(tensor.reshape(-1).view(torch.uint8).tolist()) if tensor.dim() else struct.pack("<q", tensor.item())
                header[name] = {"dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
                data += raw
            text = json.dumps(header).encode()
            open(theirs, "wb").write(struct.pack("<Q", len(text)) + text + data)
            raw = open(ours, "rb").read()
            length, = struct.unpack("<Q", raw[:8])
            header, data = json.loads(raw[8:8 + length]), raw[8 + length:]
            metadata = header.pop("__metadata__")
            kinds = {text: kind for kind, text in names.items()}
            read = {name: torch.frombuffer(bytearray(data[slice(*entry["data_offsets"])]), dtype=kinds[entry["dtype"]]).reshape(entry["shape"])
                    for name, entry in header.items()}
        print(json.dumps({"metadata": metadata, "tensors": {name: [list(t.shape), t.double().reshape(-1).tolist()] for name, t in read.items()}}))
        """;

    private readonly SafetensorsBytes _file = new();

    public void Dispose() => _file.Dispose();

    [SkippableFact]
    public void Python_reads_what_we_write_and_we_read_what_Python_writes()
    {
        using var scope = new TensorScope();
        var theirs = Path.Combine(_file.Folder, "python.safetensors");
        SafetensorsWriter.Write(
            _file.Path,
            [("m", Tensor.From<bool>([true, false, true], 3)), ("w", Tensor.From<float>([0.5f, -1, 3, 4], 2, 2)), ("n", Tensor.From<long>([9]))],
            new Dictionary<string, string> { ["maker"] = "Lucarne" });
        var seen = JsonDocument.Parse(PythonOracle.Run(Script, theirs, _file.Path)).RootElement;
        Assert.Equal("Lucarne", seen.GetProperty("metadata").GetProperty("maker").GetString());
        Assert.Equal("[[2, 2], [0.5, -1.0, 3.0, 4.0]]", seen.GetProperty("tensors").GetProperty("w").GetRawText());
        Assert.Equal("[[3], [1.0, 0.0, 1.0]]", seen.GetProperty("tensors").GetProperty("m").GetRawText());
        Assert.Equal("[[], [9.0]]", seen.GetProperty("tensors").GetProperty("n").GetRawText());

        using var file = SafetensorsFile.Open(theirs);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal([2, 3], file.Entries["w"].Shape);
        Assert.Equal([0, 0.25f, 0.5f, 0.75f, 1, 1.25f], file.Read("w").ToArray<float>());
        Assert.Equal([1.5f, -2], file.Read("h").ToArray<float>());
        Assert.Equal(7, file.Read("n").Item());
        Assert.Equal([true, false, true], file.Read("m").ToArray<bool>());
    }
}
