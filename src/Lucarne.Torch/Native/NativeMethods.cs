using System.Runtime.InteropServices;

namespace Lucarne.Torch.Native;

/// <summary>The functions of <c>liblucarne_torch</c>, as <c>native/torch/lucarne_torch.h</c> declares them.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "lucarne_torch";

    [LibraryImport(Library)]
    internal static partial byte* lt_last_error();

    [LibraryImport(Library)]
    internal static partial void lt_free(void* memory);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int lt_operator_find(string name, string overload, out nint result);

    [LibraryImport(Library)]
    internal static partial int lt_operator_schema(nint op, byte* text, int capacity);

    [LibraryImport(Library)]
    internal static partial int lt_operator_call(nint op, NativeValue* arguments, int count, NativeValue* results, int capacity, out int produced);

    [LibraryImport(Library)]
    internal static partial int lt_tensor_copy_in(void* data, long* sizes, int dimensions, int scalarType, out nint result);

    [LibraryImport(Library)]
    internal static partial int lt_tensor_borrow(
        void* data, long* sizes, int dimensions, int scalarType, delegate* unmanaged<nint, void> release, nint context, out nint result);

    [LibraryImport(Library)]
    internal static partial int lt_tensor_info(nint tensor, out NativeTensorInfo info);

    [LibraryImport(Library)]
    internal static partial int lt_tensor_sizes(nint tensor, long* sizes);

    [LibraryImport(Library)]
    internal static partial void lt_tensor_release(nint tensor);

    [LibraryImport(Library)]
    internal static partial long lt_tensor_live();

    [LibraryImport(Library)]
    internal static partial int lt_tensor_set_requires_grad(nint tensor, int value);

    [LibraryImport(Library)]
    internal static partial int lt_tensor_grad(nint tensor, out nint result);

    [LibraryImport(Library)]
    internal static partial int lt_tensor_set_grad(nint tensor, nint gradient);

    [LibraryImport(Library)]
    internal static partial int lt_backward(nint tensor, nint gradient, int keepGraph);

    [LibraryImport(Library)]
    internal static partial int lt_grad_mode(int enabled);

    [LibraryImport(Library)]
    internal static partial nint lt_inference_mode_enter();

    [LibraryImport(Library)]
    internal static partial void lt_inference_mode_leave(nint guard);

    [LibraryImport(Library)]
    internal static partial int lt_autocast(int deviceType, int enabled, int scalarType, out int before, out int typeBefore);

    [LibraryImport(Library)]
    internal static partial int lt_autocast_clear();

    [LibraryImport(Library)]
    internal static partial int lt_adam(nint* parameters, nint* means, nint* squares, nint* gradients, int count, NativeAdam adam);

    [LibraryImport(Library)]
    internal static partial byte* lt_version();

    [LibraryImport(Library)]
    internal static partial byte* lt_configuration();

    [LibraryImport(Library)]
    internal static partial int lt_cuda_devices();

    [LibraryImport(Library)]
    internal static partial int lt_seed(ulong seed);

    [LibraryImport(Library)]
    internal static partial int lt_threads();

    [LibraryImport(Library)]
    internal static partial int lt_set_threads(int count);

    /// <summary>Turns a status into an exception that carries libtorch's own message.</summary>
    internal static void Check(int status)
    {
        if (status != 0) throw new TorchException(Marshal.PtrToStringUTF8((nint)lt_last_error()) ?? "libtorch failed without a message");
    }
}

/// <summary><c>LtAdam</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeAdam
{
    public double Keep;
    public double Decay;
    public double Beta1;
    public double Beta2;
    public double Epsilon;
    public double Step;
}

/// <summary><c>LtTensorInfo</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeTensorInfo
{
    public int ScalarType;
    public int Dimensions;
    public long Elements;
    public long ElementSize;
    public nint Data;
    public int DeviceType;
    public int DeviceIndex;
    public int RequiresGrad;
    public int Contiguous;
}
