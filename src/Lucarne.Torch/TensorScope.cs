namespace Lucarne.Torch;

/// <summary>
/// Releases, when disposed, every tensor made on this thread since it was opened, except those handed out with
/// <see cref="Keep"/> or made to last with <see cref="Tensor.Persist"/>. Scopes nest. A training step inside a scope leaves nothing behind.
/// </summary>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? current;

    private readonly TensorScope? _outer;
    private readonly List<Tensor> _tensors = [];
    private bool _closed;

    /// <summary>Opens a scope on this thread.</summary>
    public TensorScope()
    {
        _outer = current;
        current = this;
    }

    /// <summary>Takes a tensor out of this scope: it lives on in the scope around this one, or until it is disposed.</summary>
    public Tensor Keep(Tensor tensor)
    {
        for (var i = _tensors.Count - 1; i >= 0; i--)
        {
            if (!ReferenceEquals(_tensors[i], tensor)) continue;
            _tensors.RemoveAt(i);
            _outer?._tensors.Add(tensor);
            break;
        }

        return tensor;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_closed) return;
        if (!ReferenceEquals(current, this)) throw new InvalidOperationException("tensor scopes must be closed in the reverse order of their opening, on the same thread");
        _closed = true;
        current = _outer;
        foreach (var tensor in _tensors)
        {
            if (!tensor.IsPersistent) tensor.Dispose();
        }

        _tensors.Clear();
    }

    internal static void Register(Tensor tensor) => current?._tensors.Add(tensor);
}
