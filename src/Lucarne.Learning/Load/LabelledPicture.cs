namespace Lucarne.Learning.Load;

/// <summary>A picture whose class is known.</summary>
/// <param name="File">Its path below the data folder, with forward slashes.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Label">Index of its class.</param>
/// <param name="Group">The patient or near-copy group it belongs to.</param>
public sealed record LabelledPicture(string File, string Path, int Label, string Group);
