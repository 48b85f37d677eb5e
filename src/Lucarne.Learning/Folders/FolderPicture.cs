namespace Lucarne.Learning.Folders;

/// <summary>A file that should be a picture of a class.</summary>
/// <param name="File">Path below the data folder, with forward slashes, in Unicode's composed form.</param>
/// <param name="ClassName">The recipe's class that its folder stands for.</param>
/// <param name="Path">Where it lies.</param>
public sealed record FolderPicture(string File, string ClassName, string Path);
