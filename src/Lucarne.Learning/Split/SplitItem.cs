namespace Lucarne.Learning.Split;

/// <summary>A picture to be dealt to a part.</summary>
/// <param name="File">Path below the data folder, with forward slashes.</param>
/// <param name="ClassName">Its class.</param>
/// <param name="Group">The patient, scan or set of near copies that it belongs to.</param>
public sealed record SplitItem(string File, string ClassName, string Group);
