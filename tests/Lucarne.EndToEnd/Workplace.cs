using System.Buffers.Binary;
using Lucarne.Imaging;

namespace Lucarne.EndToEnd;

/// <summary>A folder with drawn pictures, broken ones among them, and a small network trained on them once for all tests.</summary>
public sealed class Workplace : IDisposable
{
    /// <summary>Small enough that an epoch takes a moment.</summary>
    internal static readonly string[] Tiny =
    [
        "--set", "network.name=sequential", "--set", "network.width=1", "--set", "network.head=[]", "--set", "network.sequential.kernel=3",
        "--set", "network.sequential.filters=[8,8]", "--set", "network.sequential.dense=[16]", "--set", "input.size=32",
        "--set", "train.batch_size=16", "--set", "evaluate.bootstrap=200", "--device", "cpu",
    ];

    /// <summary>Pictures of every kind that cannot be read, by name.</summary>
    internal static readonly string[] BrokenFiles = ["bomb.png", "cut.png", "nothing.png", "text.png"];

    public Workplace()
    {
        Folder = Directory.CreateTempSubdirectory("lucarne-end-to-end-").FullName;
        Lucarne = new LucarneProcess(In("home"));
        KidneyPhantom.WriteDataset(Data, 8, 2, 7);
        Spoil(Path.Combine(Data, "cyst"), Path.Combine(Data, "cyst", "P009-01.png"));
        Training = Lucarne.Run(["train", "kidney-phantom", "--data", Data, "--out", Run, "--epochs", "2", .. Tiny]);
    }

    internal string Folder { get; }

    internal LucarneProcess Lucarne { get; }

    internal string Data => In("pictures");

    internal string Run => In("run");

    internal Ending Training { get; }

    internal string APicture => Path.Combine(Data, "normal", "P001-01.png");

    internal string In(string name) => Path.Combine(Folder, name);

    /// <summary>A data folder with a picture or two per class, which a test may spoil.</summary>
    internal string SmallData(string name)
    {
        KidneyPhantom.WriteDataset(In(name), 2, 1, 3);
        return In(name);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Puts what cannot be read among good pictures: cut short, empty, text, a bomb, and a folder named like a picture.</summary>
    internal static void Spoil(string folder, string good)
    {
        var whole = File.ReadAllBytes(good);
        File.WriteAllBytes(Path.Combine(folder, "cut.png"), whole[..(whole.Length / 3)]);
        File.WriteAllBytes(Path.Combine(folder, "nothing.png"), []);
        File.WriteAllText(Path.Combine(folder, "text.png"), "this is no picture");
        File.WriteAllBytes(Path.Combine(folder, "bomb.png"), Bomb(whole));
        Directory.CreateDirectory(Path.Combine(folder, "folder.jpg"));
    }

    /// <summary>A PNG whose header claims 60,000 × 60,000 pixels, with a right checksum.</summary>
    private static byte[] Bomb(byte[] png)
    {
        // The signature takes 8 bytes; then come the header's length (4), its name (4), width (4), height (4), five bytes and the checksum.
        var bomb = (byte[])png.Clone();
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(16), 60_000);
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(20), 60_000);
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(29), Crc32(bomb.AsSpan(12, 17)));
        return bomb;
    }

    // The checksum of PNG (ISO 3309), a bit at a time.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}

/// <summary>All tests share one workplace: its training is done once.</summary>
[CollectionDefinition(Name)]
public sealed class OneWorkplace : ICollectionFixture<Workplace>
{
    public const string Name = "one workplace";
}
