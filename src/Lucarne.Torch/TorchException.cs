namespace Lucarne.Torch;

/// <summary>libtorch refused a call: wrong shapes, wrong types, no such operator. The message is libtorch's own.</summary>
public sealed class TorchException(string message) : Exception(message);
