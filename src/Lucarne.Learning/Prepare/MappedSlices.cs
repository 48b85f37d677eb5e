using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lucarne.Learning.Prepare;

/// <summary>
/// The slices of an unpacked NIfTI file that Lucarne wrote, mapped into memory: a slice costs what its bytes cost. Safe to read from
/// several threads.
/// </summary>
/// <typeparam name="T">What a pixel is stored as.</typeparam>
internal sealed unsafe class MappedSlices<T> : IDisposable
    where T : unmanaged
{
    // NIfTI-1's header and the four bytes behind it (nifti1.h, vox_offset).
    private const int VoxelsAt = 352;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly int _sliceLength;

    /// <exception cref="PrepareException">The file is missing, or is not as long as its slices.</exception>
    public MappedSlices(string path, int size, int slices)
    {
        (_sliceLength, Count) = (size * size, slices);
        var expected = VoxelsAt + ((long)Unsafe.SizeOf<T>() * _sliceLength * slices);
        var length = new FileInfo(path) is { Exists: true } info ? info.Length : -1;
        if (length != expected)
            throw new PrepareException($"{path} {(length < 0 ? "is missing" : $"has {length} bytes")} where {expected} bytes were expected; prepare the cohort anew");
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _start = pointer + _view.PointerOffset + VoxelsAt;
    }

    /// <summary>Slices in the file.</summary>
    public int Count { get; }

    /// <summary>One slice, [size, size]; valid until this object is disposed.</summary>
    public ReadOnlySpan<T> this[int k]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(k);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(k, Count);
            return MemoryMarshal.Cast<byte, T>(new ReadOnlySpan<byte>(_start + ((long)k * _sliceLength * sizeof(T)), _sliceLength * sizeof(T)));
        }
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
