using System.IO.Compression;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Tests.Folders;

public sealed class PictureFolderTests : IDisposable
{
    private const string Yaml = """
        name: r
        title: R
        classes:
          - { name: normal, aliases: [Sain] }
          - { name: covid-19, aliases: [covid] }
          - { name: pneumopathie sévère }
          - { name: other, optional: true }
        """;

    private readonly string root = Directory.CreateTempSubdirectory("lucarne-folder-").FullName;
    private readonly string cache = Directory.CreateTempSubdirectory("lucarne-cache-").FullName;

    public void Dispose()
    {
        Directory.Delete(root, recursive: true);
        Directory.Delete(cache, recursive: true);
    }

    [Fact]
    public void Class_folders_are_found_at_any_depth_whatever_their_case_accents_and_separators()
    {
        Touch("x/NORMAL/1.png", "x/sain/deep/er/2.JPG", "Covid_19/p1/3.jpeg", "COVID/4.tif", "Pneumopathie-Severe/5.bmp", "normal/PNEUMOPATHIE SÉVÈRE/6.webp");
        var folder = Read();
        Assert.Equal(
            [("COVID/4.tif", "covid-19"), ("Covid_19/p1/3.jpeg", "covid-19"), ("Pneumopathie-Severe/5.bmp", "pneumopathie sévère"),
             ("normal/PNEUMOPATHIE SÉVÈRE/6.webp", "pneumopathie sévère"), ("x/NORMAL/1.png", "normal"), ("x/sain/deep/er/2.JPG", "normal")],
            folder.Pictures.Select(picture => (picture.File, picture.ClassName)));
        Assert.Equal(["normal", "covid-19", "pneumopathie sévère"], folder.Classes.Select(label => label.Name));
        Assert.Equal(["The class 'other' has no picture and is left out of this run."], folder.Warnings.Select(warning => warning.En));
    }

    [Fact]
    public void Hidden_files_and_litter_are_passed_over_and_strays_are_named()
    {
        Touch("normal/1.png", "covid/1.png", "pneumopathie severe/1.png", "normal/.hidden.png", ".git/normal/2.png", "__MACOSX/normal/3.png",
            "normal/Thumbs.db", "normal/notes.txt", "stray/a.png", "stray/b.png", "loose.png", "readme.md");
        var folder = Read();
        Assert.Equal(3, folder.Pictures.Count);
        Assert.Equal([new(".", 1), new("stray", 2)], folder.UnmatchedFolders);
        Assert.Equal(["normal/notes.txt"], folder.OtherFiles);
        Assert.Contains("The folder 'stray' stands for no class of the recipe; its 2 picture(s) are left out.", folder.Warnings.Select(warning => warning.En));
    }

    [Theory]
    [InlineData(new string[0], "holds no picture in a folder named after a class; make a folder for each of normal, covid-19, pneumopathie sévère, other.")]
    [InlineData(new[] { "what/1.png" }, "holds no picture in a folder named after a class (folders that stand for no class: what)")]
    [InlineData(new[] { "normal/1.png" }, "holds pictures of one class only, 'normal'")]
    [InlineData(new[] { "normal/1.png", "covid/1.png" }, "holds no picture of the class 'pneumopathie sévère'")]
    public void A_folder_that_cannot_be_learned_from_is_refused_in_one_sentence(string[] files, string expected)
    {
        Touch(files);
        Assert.Contains(expected, Assert.Throws<DataException>(Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.StartsWith("There is no data folder '/nowhere/at/all'", Assert.Throws<DataException>(() => PictureFolder.Read("/nowhere/at/all", Recipe(), cache)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_link_back_upwards_does_not_go_round_for_ever()
    {
        Touch("normal/1.png", "covid/1.png", "pneumopathie severe/1.png");
        Directory.CreateSymbolicLink(Path.Combine(root, "normal", "loop"), root);
        Assert.Equal(3, Read().Pictures.Count);
    }

    [Theory]
    [InlineData("path,patient\n", "is not 'file,group'")]
    [InlineData("file,group\nx.png\n", "Line 2")]
    [InlineData("file,group\nx.png,1\nx.png,2\n", "a second group, '2' after '1'")]
    public void A_list_of_groups_that_cannot_be_trusted_is_refused(string csv, string expected)
    {
        Touch("normal/1.png", "covid/1.png", "pneumopathie severe/1.png");
        File.WriteAllText(Path.Combine(root, "groups.csv"), csv);
        Assert.Contains(expected, Assert.Throws<DataException>(Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_is_unpacked_once_and_reads_as_the_folder_does()
    {
        Touch("data/normal/1.png", "data/covid/1.png", "data/pneumopathie severe/é.png", "__MACOSX/data/normal/._1.png");
        var zip = Path.Combine(cache, "set.zip");
        ZipFile.CreateFromDirectory(root, zip);
        var first = PictureFolder.Read(zip, Recipe(), cache);
        Assert.Equal(Read().Pictures.Select(picture => picture.File), first.Pictures.Select(picture => picture.File));
        Assert.Equal("set.zip", first.Name);
        Assert.Equal(first.Root, PictureFolder.Read(zip, Recipe(), cache).Root);
        Assert.Equal(2, Directory.GetFileSystemEntries(cache).Length);
    }

    private PictureFolder Read() => PictureFolder.Read(root, Recipe(), cache);

    private static Recipe Recipe() => Learning.Recipes.Recipe.FromYaml(Yaml, "r.yaml");

    private void Touch(params string[] files)
    {
        foreach (var file in files)
        {
            var path = Path.Combine(root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, [1]);
        }
    }
}
