namespace Lucarne.Torch.Safetensors;

/// <summary>A file is not what a safetensors file must be; the message names the file and the fault.</summary>
public sealed class SafetensorsException(string message) : Exception(message);
