using System.IO.Compression;

namespace Lucarne.EndToEnd;

[Collection(OneWorkplace.Name)]
public sealed class DataTests(Workplace place)
{
    private static readonly Dictionary<string, Action<string>> Spoilers = new()
    {
        ["missing"] = folder => Directory.Delete(folder, recursive: true),
        ["a file that is no zip"] = folder =>
        {
            Directory.Delete(folder, recursive: true);
            File.WriteAllText(folder, "neither a folder nor a zip");
        },
        ["empty"] = folder =>
        {
            Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
        },
        ["without pictures"] = folder =>
        {
            foreach (var file in Pictures(folder)) File.Move(file, file + ".txt");
        },
        ["with an empty class"] = folder =>
        {
            foreach (var file in Pictures(Path.Combine(folder, "stone"))) File.Delete(file);
        },
        ["of one class"] = folder =>
        {
            foreach (var name in new[] { "cyst", "tumor", "stone" }) Directory.Delete(Path.Combine(folder, name), recursive: true);
        },
        ["with a class of broken pictures"] = folder =>
        {
            foreach (var file in Pictures(Path.Combine(folder, "tumor"))) File.WriteAllText(file, "no picture");
        },
        ["of broken pictures"] = folder =>
        {
            foreach (var file in Pictures(folder)) File.WriteAllText(file, "no picture");
        },
    };

    [Theory]
    [InlineData("missing", "there is no data folder")]
    [InlineData("a file that is no zip", "not a zip")]
    [InlineData("empty", "no picture")]
    [InlineData("without pictures", "no picture")]
    [InlineData("with an empty class", "'stone'")]
    [InlineData("of one class", "one class only")]
    [InlineData("with a class of broken pictures", "'tumor'")]
    [InlineData("of broken pictures", "'normal'")]
    public void Data_that_cannot_be_learned_from_is_refused_and_no_run_is_left(string kind, string words)
    {
        var data = place.SmallData($"data {kind}");
        Spoilers[kind](data);
        var into = place.In($"run {kind}");
        place.Lucarne.Run(["train", "kidney-phantom", "--data", data, "--out", into, .. Workplace.Tiny]).Refused(1, words);
        Assert.False(Directory.Exists(into), "an empty run was left behind");
    }

    [Fact]
    public void A_zip_is_as_good_as_its_folder()
    {
        var zip = place.In("pictures.zip");
        ZipFile.CreateFromDirectory(place.SmallData("to be zipped"), zip);
        place.Lucarne.Run("check", "kidney-phantom", "--data", zip).Done();

        // The second time it lies unpacked.
        var ending = place.Lucarne.Run("check", "kidney-phantom", "--data", zip).Done();
        Assert.Contains("8 pictures", ending.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_that_reaches_out_of_its_folder_is_refused()
    {
        var zip = place.In("reaching.zip");
        using (var archive = ZipFile.Open(zip, ZipArchiveMode.Create))
        {
            archive.CreateEntryFromFile(place.APicture, "normal/a.png");
            archive.CreateEntryFromFile(place.APicture, "../escaped.png");
        }

        place.Lucarne.Run("check", "kidney-phantom", "--data", zip).Refused(1, "reaching.zip", "../escaped.png");
        Assert.Empty(Directory.GetFiles(place.Folder, "escaped.png", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_zip_that_is_cut_short_is_refused()
    {
        var zip = place.In("cut.zip");
        ZipFile.CreateFromDirectory(place.SmallData("to be cut"), zip);
        File.WriteAllBytes(zip, File.ReadAllBytes(zip)[..2000]);
        place.Lucarne.Run("check", "kidney-phantom", "--data", zip).Refused(1, "cut.zip", "zip");
    }

    private static string[] Pictures(string folder) => Directory.GetFiles(folder, "*.png", SearchOption.AllDirectories);
}
