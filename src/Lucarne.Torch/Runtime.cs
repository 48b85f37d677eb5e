using System.Runtime.InteropServices;
using Lucarne.Torch.Native;

namespace Lucarne.Torch;

/// <summary>The libtorch of this process: its version, threads and seed.</summary>
public static unsafe class Runtime
{
    /// <summary>libtorch's version, such as <c>1.13.0</c>.</summary>
    public static string Version => Marshal.PtrToStringUTF8((nint)NativeMethods.lt_version())!;

    /// <summary>How libtorch was built, one fact a line.</summary>
    public static string Configuration => Marshal.PtrToStringUTF8((nint)NativeMethods.lt_configuration())!;

    /// <summary>How many CUDA devices libtorch can use; 0 for a CPU build.</summary>
    public static int CudaDevices => NativeMethods.lt_cuda_devices();

    /// <summary>
    /// Threads that one operator called on this thread may use; each thread has its own number. OMP_NUM_THREADS sets it for the whole process.
    /// </summary>
    public static int Threads
    {
        get => NativeMethods.lt_threads();
        set => NativeMethods.Check(NativeMethods.lt_set_threads(value));
    }

    /// <summary>Handles to tensors that are alive in this process: flat over training steps, or something leaks.</summary>
    public static long LiveTensors => NativeMethods.lt_tensor_live();

    /// <summary>True where the processor multiplies bfloat16 natively (AVX512-BF16 or AMX): bfloat16 training pays there.</summary>
    public static bool HasFastBFloat16 { get; } = CpuFlags.Any(flag => flag is "avx512_bf16" or "amx_bf16");

    private static IEnumerable<string> CpuFlags
    {
        get
        {
            // .NET has no intrinsic class that tells these two apart from plain AVX-512; Linux lists them.
            const string file = "/proc/cpuinfo";
            if (!File.Exists(file)) return [];
            var line = File.ReadLines(file).FirstOrDefault(text => text.StartsWith("flags", StringComparison.Ordinal));
            return line is null ? [] : line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    /// <summary>Seeds libtorch's generators on every device (initial weights, dropout).</summary>
    public static void Seed(long seed) => NativeMethods.Check(NativeMethods.lt_seed(unchecked((ulong)seed)));
}
