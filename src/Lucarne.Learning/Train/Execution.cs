using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Train;

/// <summary>Where and in which numbers a network computes.</summary>
/// <param name="Device">CPU or accelerator.</param>
/// <param name="BFloat16">Whether convolutions and matrix products are in bfloat16.</param>
/// <param name="ChannelsLast">Whether the channels of a pixel lie together.</param>
public sealed record Execution(Device Device, bool BFloat16, bool ChannelsLast)
{
    /// <summary>
    /// The recipe's precision; <c>auto</c> is bfloat16 where the processor multiplies it natively and on every accelerator. Channels
    /// last: faster for ResNet-18 (`./lucarne bench train` shows it against the usual layout), and what accelerators want. Only a network
    /// whose maps have few channels is slower so in bfloat16 on a processor: a U-Net of width 16 made 24 steps where it made 32 without.
    /// </summary>
    /// <param name="precision">What the recipe says.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="narrowest">The fewest channels of the network's large maps.</param>
    public static Execution For(Precision precision, Device device, int narrowest = 64)
    {
        var fast = device.Type == DeviceType.Cuda || Runtime.HasFastBFloat16;
        var half = precision == Precision.Bfloat16 || (precision == Precision.Auto && fast);
        return new Execution(device, half, ChannelsLast: narrowest >= 32 || !half || device.Type == DeviceType.Cuda);
    }

    /// <summary>The precision's name in run.json.</summary>
    public string PrecisionName => BFloat16 ? "bfloat16" : "float32";

    /// <summary>Brings a batch to the device and into the layout.</summary>
    public Tensor Place(Tensor input)
    {
        var placed = input.Move(Device);
        return ChannelsLast ? placed.Contiguous(MemoryFormat.ChannelsLast) : placed;
    }
}
