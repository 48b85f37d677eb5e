namespace Lucarne.Torch;

/// <summary>An operator that was called.</summary>
/// <param name="Name">Such as <c>aten::conv2d</c>, without the overload.</param>
/// <param name="Arguments">As it was called, those left out at the end missing.</param>
/// <param name="Results">What it returned; for one that works in place the tensor it changed, which is its first argument.</param>
public sealed record TracedCall(string Name, IReadOnlyList<Argument> Arguments, IReadOnlyList<Tensor> Results);

/// <summary>
/// While open, every operator that this thread calls is told, right after the call. All that networks compute goes through this one door:
/// what is told is the whole computation.
/// </summary>
public sealed class OperatorTrace : ThreadMode
{
    [ThreadStatic]
    private static OperatorTrace? current;

    private readonly OperatorTrace? _outer = current;
    private readonly Action<TracedCall> _heard;

    /// <summary>Begins to listen on this thread.</summary>
    /// <param name="heard">Told each call; operators that it calls itself are not told.</param>
    public OperatorTrace(Action<TracedCall> heard) => (_heard, current) = (heard, this);

    internal static bool IsOpen => current is not null;

    internal static void Tell(string name, ReadOnlySpan<Argument> arguments, params Tensor[] results)
    {
        var trace = current!;
        current = null;
        try
        {
            trace._heard(new(name, arguments.ToArray(), results));
        }
        finally
        {
            current = trace;
        }
    }

    private protected override void Leave() => current = _outer;
}
