using Lucarne.Torch;

namespace Lucarne.Networks.Weights.Pickles;

/// <summary>From the root of a pickle to tensors by name.</summary>
internal static class StateDictionary
{
    private static readonly Operator AsStrided = new("aten::as_strided");

    /// <summary>Under which keys training scripts put the state dictionary of the network.</summary>
    private static readonly string[] Wrappers = ["state_dict", "model_state_dict", "model"];

    /// <summary>All tensors of the state dictionary, names without the prefix that data-parallel training adds.</summary>
    internal static Dictionary<string, Tensor> Tensors(object? root, Func<PickledStorage, byte[]> read, string path)
    {
        var file = Path.GetFileName(path);
        var entries = Entries(root);
        if (entries.Count == 0)
            throw new NetworkException($"{file}: there is no tensor in it; save the network's state dictionary (torch.save(model.state_dict(), …))");
        var claimed = entries.Sum(entry => (double)entry.Value.Elements * ScalarTypes.SizeOf(entry.Value.Storage.Type));
        if (claimed > 4.0 * new FileInfo(path).Length)
            throw new NetworkException($"{file}: its tensors claim {claimed:F0} bytes, far more than the file holds; it is damaged or lies");
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in entries) tensors[name] = Make(tensor, read(tensor.Storage));
        return tensors;
    }

    private static Dictionary<string, PickledTensor> Entries(object? root)
    {
        var found = new Dictionary<string, PickledTensor>(StringComparer.Ordinal);
        if (root is not Dictionary<object, object?> dictionary) return found;
        foreach (var wrapper in Wrappers)
        {
            if (!dictionary.TryGetValue(wrapper, out var inner) || inner is not Dictionary<object, object?> wrapped) continue;
            dictionary = wrapped;
            break;
        }

        foreach (var (key, value) in dictionary)
        {
            if (key is string name && value is PickledTensor tensor) found[name] = tensor;
        }

        const string parallel = "module.";
        return found.Count > 0 && found.Keys.All(name => name.StartsWith(parallel, StringComparison.Ordinal))
            ? found.ToDictionary(pair => pair.Key[parallel.Length..], pair => pair.Value, StringComparer.Ordinal)
            : found;
    }

    private static Tensor Make(PickledTensor tensor, byte[] bytes)
    {
        using var storage = Tensor.FromBytes(bytes, tensor.Storage.Type, tensor.Storage.Elements);
        using var window = AsStrided.Call(storage, tensor.Shape, tensor.Strides, tensor.Offset);
        return window.Clone();
    }
}
