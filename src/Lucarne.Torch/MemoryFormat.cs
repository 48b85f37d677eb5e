namespace Lucarne.Torch;

/// <summary>How a tensor [N, C, H, W] lies in memory; the numbers are libtorch's (<c>c10::MemoryFormat</c>).</summary>
public enum MemoryFormat
{
    /// <summary>Row-major: the width runs fastest.</summary>
    Contiguous = 0,

    /// <summary>As the source is.</summary>
    Preserve = 1,

    /// <summary>The channels of a pixel lie together, which the fast convolutions of CPUs and accelerators want.</summary>
    ChannelsLast = 2,
}
