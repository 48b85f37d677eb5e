using System.Globalization;

namespace Lucarne.Torch;

/// <summary>What kind of processor holds a tensor; the numbers are libtorch's (<c>c10::DeviceType</c>).</summary>
public enum DeviceType
{
    /// <summary>The host's processor.</summary>
    Cpu = 0,

    /// <summary>An NVIDIA accelerator.</summary>
    Cuda = 1,
}

/// <summary>A processor that holds tensors and computes.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Index">Which of several; 0 on a CPU.</param>
public readonly record struct Device(DeviceType Type, int Index = 0)
{
    /// <summary>The host's processor.</summary>
    public static Device Cpu => new(DeviceType.Cpu);

    /// <summary>The best device there is: the first accelerator that libtorch sees, else the CPU.</summary>
    public static Device Best => Runtime.CudaDevices > 0 ? new Device(DeviceType.Cuda) : Cpu;

    /// <summary>Reads <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    /// <exception cref="TorchException">The text is none of these, or the accelerator is not there.</exception>
    public static Device Parse(string text)
    {
        if (text == "auto") return Best;
        if (text == "cpu") return Cpu;
        var parts = text.Split(':');
        var index = 0;
        var known = parts[0] == "cuda" && (parts.Length == 1 || (parts.Length == 2 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out index)));
        if (!known) throw new TorchException($"the device '{text}' is not known; expected auto, cpu, cuda or cuda:N");
        if (index < 0 || index >= Runtime.CudaDevices)
            throw new TorchException($"the device '{text}' is not there: libtorch {Runtime.Version} sees {Runtime.CudaDevices} CUDA devices; use --device cpu");
        return new Device(DeviceType.Cuda, index);
    }

    /// <inheritdoc />
    public override string ToString() => Type == DeviceType.Cpu ? "cpu" : $"cuda:{Index}";
}
