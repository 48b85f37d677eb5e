using System.Diagnostics;

namespace Lucarne.Networks.Tests.Oracle;

/// <summary>Asks torchvision, where it is installed; the files that it writes go when the object goes.</summary>
public sealed class TorchvisionOracle : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private bool? _networks;

    public string Folder { get; } = Directory.CreateTempSubdirectory("lucarne-oracle-").FullName;

    /// <summary>Runs one of the oracle's commands; false where torchvision is not installed.</summary>
    public static bool Ask(params string[] arguments)
    {
        if (!File.Exists(Python) || Run(["-c", "import torchvision"]) != 0) return false;
        Assert.Equal(0, Run([Path.Combine(AppContext.BaseDirectory, "Oracle", "torchvision_oracle.py"), .. arguments]));
        return true;
    }

    /// <summary>A seeded U-Net written in PyTorch: its weights and what it computes; false where PyTorch is not installed.</summary>
    public bool HasUNet(int width)
    {
        if (!File.Exists(Python) || Run(["-c", "import torch"]) != 0) return false;
        Assert.Equal(0, Run([Path.Combine(AppContext.BaseDirectory, "Oracle", "unet_oracle.py"), width.ToString(System.Globalization.CultureInfo.InvariantCulture), Folder]));
        return true;
    }

    /// <summary>The seeded networks, made once for all tests of a class.</summary>
    public bool HasNetworks() => _networks ??= Ask("networks", Folder);

    public string PathOf(string file) => Path.Combine(Folder, file);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static int Run(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
