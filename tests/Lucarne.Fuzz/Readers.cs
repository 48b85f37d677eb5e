using System.IO.Compression;
using Lucarne.Dicom;
using Lucarne.Dicom.Discovery;
using Lucarne.Dicom.Phantom;
using Lucarne.Dicom.Series;
using Lucarne.Dicom.Structures;
using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Recipes;
using Lucarne.Networks;
using Lucarne.Networks.Weights;
using Lucarne.Torch;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Fuzz;

/// <summary>Every reader of files that come from outside.</summary>
internal static class Readers
{
    public static readonly IReadOnlyList<FuzzTarget> All =
    [
        new("dicom", folder => Cohort(folder, "*.dcm", 1), path => SliceReader.Read(File.ReadAllBytes(path), withCodecs: false), error => error is DicomException),
        new("rtstruct", folder => Cohort(folder, "RS*", 1), path => StructureSetReader.Read(File.ReadAllBytes(path)), error => error is DicomException),
        new("dicom-zip", Archive, path => DicomCollection.Open(path).Dispose(), error => error is DicomException),
        new("nifti", Nifti, Volume, error => error is NiftiException),
        new("picture", Pictures, path => PictureReader.Read(path, new PictureReadOptions { Limits = new PictureLimits(4_000_000) }), error => error is PictureException),
        new("safetensors", Weights, path => WeightFile.Read(path).Dispose(), error => error is NetworkException),
        new("recipe", Recipes, path => Recipe.FromYaml(File.ReadAllText(path), "recipe.yaml"), error => error is RecipeException),
    ];

    private static void Cohort(string folder, string pattern, int most)
    {
        var drawn = Directory.CreateTempSubdirectory("lucarne-fuzz-cohort-");
        ThoraxCohort.Write(drawn.FullName, new ThoraxCohortOptions(1, 3) { Side = 64, SliceSpacingMm = 10 });
        foreach (var file in Directory.GetFiles(drawn.FullName, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(most))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        drawn.Delete(recursive: true);
    }

    private static void Archive(string folder)
    {
        var drawn = Directory.CreateTempSubdirectory("lucarne-fuzz-archive-");
        Cohort(drawn.FullName, "*", 4);
        ZipFile.CreateFromDirectory(drawn.FullName, Path.Combine(folder, "patient.zip"));
        drawn.Delete(recursive: true);
    }

    private static void Nifti(string folder)
    {
        var grid = new VolumeGeometry(5, 4, 3, new(1, 2, 3), new(0.5, 0, 0), new(0, 0.5, 0), new(0, 0, 2));
        NiftiFile.Write(Path.Combine(folder, "float.nii"), new Volume<float>(grid));
        NiftiFile.Write(Path.Combine(folder, "short.nii.gz"), new Volume<short>(grid));
        NiftiFile.Write(Path.Combine(folder, "byte.nii"), new Volume<byte>(grid));
    }

    /// <summary>The name's ending says whether a file is packed, and the file under test has none: both are tried.</summary>
    private static void Volume(string path)
    {
        using var stream = File.OpenRead(path);
        var packed = stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b;
        var named = path + (packed ? ".nii.gz" : ".nii");
        File.Copy(path, named, overwrite: true);
        try
        {
            NiftiFile.ReadFloat(named, maximumVoxels: 1 << 22);
        }
        finally
        {
            File.Delete(named);
        }
    }

    private static void Pictures(string folder)
    {
        var picture = KidneyPhantom.Draw(5, 0, KidneyFinding.Cyst);
        foreach (var ending in new[] { "png", "jpg" }) PictureWriter.Write(Path.Combine(folder, "phantom." + ending), picture);
        File.WriteAllBytes(Path.Combine(folder, "grey.bmp"), Bitmap(13, 7));
        File.WriteAllBytes(Path.Combine(folder, "grey.tif"), Tiff(13, 7));
    }

    /// <summary>A BMP of 24 bits: file header, BITMAPINFOHEADER, rows padded to four bytes.</summary>
    private static byte[] Bitmap(int width, int height)
    {
        var row = ((width * 3) + 3) / 4 * 4;
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write("BM"u8);
        foreach (var number in new[] { 54 + (row * height), 0, 54, 40, width, height }) writer.Write(number);
        writer.Write((short)1);
        writer.Write((short)24);
        foreach (var number in new[] { 0, row * height, 2835, 2835, 0, 0 }) writer.Write(number);
        writer.Write(Enumerable.Range(0, row * height).Select(i => (byte)i).ToArray());
        return bytes.ToArray();
    }

    /// <summary>A little-endian TIFF of one strip of 8-bit grey (TIFF 6.0): header, nine fields, pixels.</summary>
    private static byte[] Tiff(int width, int height)
    {
        (short Tag, short Type, int Value)[] fields =
        [
            (256, 3, width), (257, 3, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 122), (277, 3, 1), (278, 3, height), (279, 4, width * height),
        ];
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write("II*\0"u8);
        writer.Write(8);
        writer.Write((short)fields.Length);
        foreach (var (tag, type, value) in fields)
        {
            writer.Write(tag);
            writer.Write(type);
            writer.Write(1);
            writer.Write(value);
        }

        writer.Write(0);
        writer.Write(Enumerable.Range(0, width * height).Select(i => (byte)i).ToArray());
        return bytes.ToArray();
    }

    private static void Weights(string folder)
    {
        using var scope = new TensorScope();
        SafetensorsWriter.Write(Path.Combine(folder, "some.safetensors"), [("features.weight", Tensor.Zeros([3, 4])), ("features.bias", Tensor.Zeros([3]))], new Dictionary<string, string> { ["format"] = "pt" });
    }

    private static void Recipes(string folder)
    {
        var recipes = Path.Combine(Environment.GetEnvironmentVariable("LUCARNE_ROOT") ?? ".", "recipes");
        foreach (var recipe in Directory.GetFiles(recipes, "*.yaml")) File.Copy(recipe, Path.Combine(folder, Path.GetFileName(recipe)));
    }
}
