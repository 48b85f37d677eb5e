using System.Buffers;
using Lucarne.Torch.Native;

namespace Lucarne.Torch;

/// <summary>
/// An ATen operator, found by name and called through libtorch's dispatcher. Arguments are given in the order of the
/// operator's schema; those left out at the end take the schema's defaults.
/// </summary>
/// <param name="name">Such as <c>aten::conv2d</c>.</param>
/// <param name="overload">The overload's name, such as <c>Tensor</c> in <c>aten::add.Tensor</c>; empty for the plain one.</param>
public sealed unsafe class Operator(string name, string overload = "")
{
    private const int CellsOnStack = 512;
    private nint _handle;

    /// <summary>The operator's schema as libtorch declares it.</summary>
    public string Schema
    {
        get
        {
            var text = stackalloc byte[4096];
            NativeMethods.Check(NativeMethods.lt_operator_schema(Find(), text, 4096));
            return System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)text)!;
        }
    }

    /// <summary>Calls an operator that returns one tensor.</summary>
    /// <exception cref="TorchException">libtorch refused; its message says why.</exception>
    public Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result = default;
        Expect(NativeTag.Tensor, Invoke(arguments, new Span<NativeValue>(ref result)), new Span<NativeValue>(ref result));
        var tensor = new Tensor(result.Pointer);
        if (OperatorTrace.IsOpen) OperatorTrace.Tell(name, arguments, tensor);
        return tensor;
    }

    /// <summary>Calls an operator whose result is nothing, or the tensor it changed in place.</summary>
    public void Run(params ReadOnlySpan<Argument> arguments)
    {
        Span<NativeValue> results = stackalloc NativeValue[4];
        var produced = Invoke(arguments, results);
        foreach (var result in results[..produced]) Release(result);
        if (OperatorTrace.IsOpen) OperatorTrace.Tell(name, arguments, arguments[0].Value is Tensor changed ? [changed] : []);
    }

    /// <summary>Calls an operator that returns two tensors.</summary>
    public (Tensor First, Tensor Second) CallPair(params ReadOnlySpan<Argument> arguments)
    {
        Span<NativeValue> results = stackalloc NativeValue[2];
        Expect(NativeTag.Tensor, Invoke(arguments, results), results);
        var (first, second) = (new Tensor(results[0].Pointer), new Tensor(results[1].Pointer));
        if (OperatorTrace.IsOpen) OperatorTrace.Tell(name, arguments, first, second);
        return (first, second);
    }

    /// <summary>Calls an operator that returns a list of tensors.</summary>
    public Tensor[] CallList(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result = default;
        Expect(NativeTag.TensorList, Invoke(arguments, new Span<NativeValue>(ref result)), new Span<NativeValue>(ref result));
        var handles = new Span<nint>((void*)result.Pointer, result.Length);
        var tensors = new Tensor[result.Length];
        for (var i = 0; i < tensors.Length; i++) tensors[i] = new Tensor(handles[i]);
        NativeMethods.lt_free((void*)result.Pointer);
        if (OperatorTrace.IsOpen) OperatorTrace.Tell(name, arguments, tensors);
        return tensors;
    }

    // A result read as another kind would be a wild pointer.
    private void Expect(NativeTag kind, int produced, ReadOnlySpan<NativeValue> results)
    {
        var fits = produced == results.Length;
        foreach (var result in results[..produced]) fits &= result.Tag == kind;
        if (fits) return;
        foreach (var result in results[..produced]) Release(result);
        throw new TorchException($"{Schema} does not return {(kind == NativeTag.TensorList ? "a list of tensors" : results.Length == 1 ? "one tensor" : $"{results.Length} tensors")}");
    }

    private static void Release(NativeValue result)
    {
        if (result.Tag == NativeTag.Tensor) NativeMethods.lt_tensor_release(result.Pointer);
        if (result.Tag != NativeTag.TensorList) return;
        foreach (var handle in new Span<nint>((void*)result.Pointer, result.Length)) NativeMethods.lt_tensor_release(handle);
        NativeMethods.lt_free((void*)result.Pointer);
    }

    private nint Find()
    {
        // Two threads may both find it; the second result replaces an equal first.
        if (_handle == 0)
        {
            NativeMethods.Check(NativeMethods.lt_operator_find(name, overload, out var handle));
            _handle = handle;
        }

        return _handle;
    }

    private int Invoke(ReadOnlySpan<Argument> arguments, Span<NativeValue> results)
    {
        var needed = 0;
        foreach (var argument in arguments) needed += argument.Cells;
        if (needed <= CellsOnStack)
        {
            Span<long> cells = stackalloc long[needed];
            return Invoke(arguments, cells, results);
        }

        var rented = ArrayPool<long>.Shared.Rent(needed);
        try
        {
            fixed (long* pinned = rented) return Invoke(arguments, new Span<long>(pinned, needed), results);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(rented);
        }
    }

    private int Invoke(ReadOnlySpan<Argument> arguments, Span<long> cells, Span<NativeValue> results)
    {
        var values = stackalloc NativeValue[arguments.Length];
        var used = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            var needed = arguments[i].Cells;
            values[i] = arguments[i].Write(cells.Slice(used, needed));
            used += needed;
        }

        int status;
        int produced;
        fixed (NativeValue* start = results)
            status = NativeMethods.lt_operator_call(Find(), values, arguments.Length, start, results.Length, out produced);

        // The native side read raw handles: their owners must not have been finalised meanwhile.
        foreach (var argument in arguments) GC.KeepAlive(argument.Reference);
        NativeMethods.Check(status);
        return produced;
    }
}
