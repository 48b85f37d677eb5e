using Lucarne.Torch;

namespace Lucarne.Networks.Weights.Pickles;

/// <summary>Which names a pickle may ask for; every other one is refused by its name.</summary>
internal static class PickleNames
{
    private static readonly Dictionary<string, object> Known = new(StringComparer.Ordinal)
    {
        ["collections.OrderedDict"] = PickleName.OrderedDictionary,
        ["torch._utils._rebuild_tensor"] = PickleName.Tensor,
        ["torch._utils._rebuild_tensor_v2"] = PickleName.Tensor,
        ["torch._utils._rebuild_parameter"] = PickleName.Parameter,
        ["torch.FloatStorage"] = ScalarType.Float32,
        ["torch.DoubleStorage"] = ScalarType.Float64,
        ["torch.HalfStorage"] = ScalarType.Float16,
        ["torch.BFloat16Storage"] = ScalarType.BFloat16,
        ["torch.LongStorage"] = ScalarType.Int64,
        ["torch.IntStorage"] = ScalarType.Int32,
        ["torch.ShortStorage"] = ScalarType.Int16,
        ["torch.CharStorage"] = ScalarType.Int8,
        ["torch.ByteStorage"] = ScalarType.UInt8,
        ["torch.BoolStorage"] = ScalarType.Bool,
        ["torch.float32"] = ScalarType.Float32,
        ["torch.float64"] = ScalarType.Float64,
        ["torch.float16"] = ScalarType.Float16,
        ["torch.bfloat16"] = ScalarType.BFloat16,
        ["torch.int64"] = ScalarType.Int64,
    };

    internal static object Find(string module, string name, string file) =>
        Known.TryGetValue($"{module}.{name}", out var value)
            ? value
            : throw new NetworkException(
                $"{file}: the file asks for '{module}.{name}', which weights do not need, so it is refused and nothing of it was run; use the publisher's file or a .safetensors");
}
