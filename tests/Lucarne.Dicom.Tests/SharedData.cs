namespace Lucarne.Dicom.Tests;

/// <summary>The folder of real scans, <c>shared/data</c> beside one of the folders above the tests, where it is there.</summary>
internal static class SharedData
{
    internal static string Folder(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", name);
            if (Directory.Exists(data))
                return data;
        }
        throw new SkipException($"shared/data/{name} is not there");
    }
}
