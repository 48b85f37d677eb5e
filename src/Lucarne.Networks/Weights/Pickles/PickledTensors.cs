using Lucarne.Torch;

namespace Lucarne.Networks.Weights.Pickles;

/// <summary>Checks what a pickle says of storages and tensors: no window may reach outside its storage, nor be larger than it.</summary>
internal static class PickledTensors
{
    /// <summary>('storage', type, key, location, elements[, view]): what PyTorch writes in place of the numbers.</summary>
    internal static PickledStorage Storage(object?[] id, string file)
    {
        if (id is not ["storage", ScalarType type, string key, string, long elements, ..] || elements < 0)
            throw new NetworkException($"{file}: an entry is no storage of a tensor; use a state dictionary saved by torch.save, or a .safetensors");
        if (id.Length < 6 || id[5] is null) return new PickledStorage(type, key, elements, 0);
        if (id[5] is not object?[] { Length: 3 } view || view is not [_, long start, long length] || start < 0 || length < 0 || start > elements - length)
            throw Lies(file);
        return new PickledStorage(type, key, elements, start);
    }

    /// <summary>(storage, offset, shape, strides, …): the arguments of <c>torch._utils._rebuild_tensor_v2</c>.</summary>
    internal static PickledTensor Tensor(object?[] arguments, string file)
    {
        if (arguments is not [PickledStorage storage, long offset, object?[] size, object?[] stride, ..]) throw Lies(file);
        var shape = Integers(size, file);
        var strides = Integers(stride, file);
        if (offset < 0 || shape.Length != strides.Length || shape.Length > 8) throw Lies(file);
        long elements = 1, last = checked(storage.Start + offset);
        for (var i = 0; i < shape.Length; i++)
        {
            elements = checked(elements * shape[i]);
            if (shape[i] > 0) last = checked(last + ((shape[i] - 1) * strides[i]));
        }

        if (elements > storage.Elements || (elements > 0 && last >= storage.Elements)) throw Lies(file);
        return new PickledTensor(storage, checked(storage.Start + offset), shape, strides);
    }

    private static long[] Integers(object?[] values, string file) =>
        values.Select(value => value is long and >= 0 ? (long)value : throw Lies(file)).ToArray();

    private static NetworkException Lies(string file) =>
        new($"{file}: a tensor claims more numbers than the file holds for it; the file is damaged or lies; fetch it again");
}
