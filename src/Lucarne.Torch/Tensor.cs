using System.Runtime.InteropServices;
using Lucarne.Torch.Native;

namespace Lucarne.Torch;

/// <summary>
/// A tensor of libtorch. It owns one native reference, released by <see cref="Dispose"/>, by the <see cref="TensorScope"/>
/// it was made in, or at last by the garbage collector.
/// </summary>
public sealed unsafe partial class Tensor : IDisposable
{
    private nint _handle;

    internal Tensor(nint handle)
    {
        _handle = handle;
        TensorScope.Register(this);
    }

    /// <summary>The garbage collector's safety net; scopes and Dispose come first.</summary>
    ~Tensor() => Release();

    /// <summary>The sizes along each dimension.</summary>
    public long[] Shape
    {
        get
        {
            var sizes = new long[Info.Dimensions];
            fixed (long* start = sizes) Check(NativeMethods.lt_tensor_sizes(Handle, start));
            return sizes;
        }
    }

    /// <summary>The number of dimensions.</summary>
    public int Dimensions => Info.Dimensions;

    /// <summary>The number of elements.</summary>
    public long Elements => Info.Elements;

    /// <summary>The type of the elements.</summary>
    public ScalarType Type => (ScalarType)Info.ScalarType;

    /// <summary>Where the tensor is.</summary>
    public Device Device
    {
        get
        {
            var info = Info;
            return new Device((DeviceType)info.DeviceType, Math.Max(0, info.DeviceIndex));
        }
    }

    /// <summary>Whether gradients are recorded for this tensor.</summary>
    public bool RequiresGrad
    {
        get => Info.RequiresGrad != 0;
        set => Check(NativeMethods.lt_tensor_set_requires_grad(Handle, value ? 1 : 0));
    }

    /// <summary>The gradient that <see cref="Backward"/> left, or null. Each read makes a new handle to it.</summary>
    public Tensor? Gradient
    {
        get
        {
            Check(NativeMethods.lt_tensor_grad(Handle, out var gradient));
            return gradient == 0 ? null : new Tensor(gradient);
        }
        set
        {
            Check(NativeMethods.lt_tensor_set_grad(Handle, value?.Handle ?? 0));
            GC.KeepAlive(value);
        }
    }

    /// <summary>True for a tensor that outlives every scope: a parameter, a buffer, an optimiser's state.</summary>
    internal bool IsPersistent { get; private set; }

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    private NativeTensorInfo Info
    {
        get
        {
            Check(NativeMethods.lt_tensor_info(Handle, out var info));
            return info;
        }
    }

    /// <summary>Copies values into a new tensor on the CPU.</summary>
    /// <param name="values">The elements in row-major order.</param>
    /// <param name="shape">The sizes; their product must be the number of values. None: a scalar.</param>
    public static Tensor From<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape) where T : unmanaged
    {
        var product = 1L;
        foreach (var size in shape) product *= size;
        if (product != values.Length)
            throw new TorchException($"{values.Length} values do not fill a tensor of shape [{string.Join(", ", shape.ToArray())}]");
        fixed (T* data = values)
        fixed (long* sizes = shape)
        {
            NativeMethods.Check(NativeMethods.lt_tensor_copy_in(data, sizes, shape.Length, (int)ScalarTypes.Of<T>(), out var handle));
            return new Tensor(handle);
        }
    }

    /// <summary>Copies bytes that hold elements of <paramref name="type"/> into a new tensor on the CPU.</summary>
    public static Tensor FromBytes(ReadOnlySpan<byte> bytes, ScalarType type, params ReadOnlySpan<long> shape)
    {
        var product = (long)ScalarTypes.SizeOf(type);
        foreach (var size in shape) product *= size;
        if (product != bytes.Length)
            throw new TorchException($"{bytes.Length} bytes do not fill a {type} tensor of shape [{string.Join(", ", shape.ToArray())}]");
        fixed (byte* data = bytes)
        fixed (long* sizes = shape)
        {
            NativeMethods.Check(NativeMethods.lt_tensor_copy_in(data, sizes, shape.Length, (int)type, out var handle));
            return new Tensor(handle);
        }
    }

    /// <summary>Copies from memory into a new tensor on the CPU; the memory need not be aligned.</summary>
    internal static Tensor Copy(byte* data, ScalarType type, ReadOnlySpan<long> shape)
    {
        fixed (long* sizes = shape)
        {
            NativeMethods.Check(NativeMethods.lt_tensor_copy_in(data, sizes, shape.Length, (int)type, out var handle));
            return new Tensor(handle);
        }
    }

    /// <summary>A tensor over memory that somebody else owns and that must stay valid until the owner is told to let go.</summary>
    /// <param name="data">The first element.</param>
    /// <param name="type">The type of the elements.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="owner">
    /// Kept alive until the last reference to the memory is gone, then disposed if it can be, from whatever thread let go; also
    /// where this call fails. Its Dispose must not throw.
    /// </param>
    internal static Tensor Borrow(byte* data, ScalarType type, ReadOnlySpan<long> shape, object owner)
    {
        var context = GCHandle.ToIntPtr(GCHandle.Alloc(owner));
        fixed (long* sizes = shape)
        {
            NativeMethods.Check(NativeMethods.lt_tensor_borrow(data, sizes, shape.Length, (int)type, &LetGo, context, out var handle));
            return new Tensor(handle);
        }
    }

    /// <summary>Takes this tensor out of every scope's reach: only <see cref="Dispose"/> or the garbage collector releases it.</summary>
    public Tensor Persist()
    {
        IsPersistent = true;
        return this;
    }

    /// <summary>The elements of a contiguous tensor on the CPU, without a copy; valid while the tensor is, so dispose it after the last use.</summary>
    /// <exception cref="TorchException">The tensor is elsewhere, of another type, or not contiguous.</exception>
    public Span<T> Data<T>() where T : unmanaged
    {
        var info = Info;
        if (info.ScalarType != (int)ScalarTypes.Of<T>()) throw new TorchException($"the tensor holds {(ScalarType)info.ScalarType}, not {typeof(T).Name}");
        if (info.Contiguous == 0 || (info.Data == 0 && info.Elements > 0)) throw new TorchException("only a contiguous tensor on the CPU can be read in place");
        return new Span<T>((void*)info.Data, checked((int)info.Elements));
    }

    /// <summary>The raw bytes of a contiguous tensor on the CPU.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var info = Info;
        if (info.Contiguous == 0 || (info.Data == 0 && info.Elements > 0)) throw new TorchException("only a contiguous tensor on the CPU can be read in place");
        return new ReadOnlySpan<byte>((void*)info.Data, checked((int)(info.Elements * info.ElementSize)));
    }

    /// <summary>A copy of the elements in row-major order, converted to <typeparamref name="T"/> and brought from wherever they are.</summary>
    public T[] ToArray<T>() where T : unmanaged
    {
        using var detached = Detach();
        using var converted = detached.To(ScalarTypes.Of<T>());
        using var here = converted.Move(Device.Cpu);
        using var plain = here.Contiguous();
        return plain.Data<T>().ToArray();
    }

    /// <summary>The only element, as a double.</summary>
    public double Item()
    {
        if (Elements != 1) throw new TorchException($"Item needs a tensor of one element; this one has {Elements}");
        return ToArray<double>()[0];
    }

    /// <summary>Computes the gradients of all that this scalar was computed from.</summary>
    /// <param name="gradient">The gradient of the result by this tensor; null for a scalar: 1.</param>
    /// <param name="keepGraph">True where the graph is needed once more.</param>
    public void Backward(Tensor? gradient = null, bool keepGraph = false)
    {
        Check(NativeMethods.lt_backward(Handle, gradient?.Handle ?? 0, keepGraph ? 1 : 0));
        GC.KeepAlive(gradient);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    public override string ToString() => _handle == 0 ? "disposed tensor" : $"{Type} [{string.Join(", ", Shape)}] on {Device}";

    [UnmanagedCallersOnly]
    private static void LetGo(nint context)
    {
        var handle = GCHandle.FromIntPtr(context);
        (handle.Target as IDisposable)?.Dispose();
        handle.Free();
    }

    // Keeps this tensor from being finalised while the native side works on its handle.
    private void Check(int status)
    {
        GC.KeepAlive(this);
        NativeMethods.Check(status);
    }

    private void Release()
    {
        var handle = Interlocked.Exchange(ref _handle, 0);
        if (handle != 0) NativeMethods.lt_tensor_release(handle);
    }
}
