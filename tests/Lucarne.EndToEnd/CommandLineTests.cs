namespace Lucarne.EndToEnd;

[Collection(OneWorkplace.Name)]
public sealed class CommandLineTests(Workplace place)
{
    [Theory]
    [InlineData("there is no command 'nonsense'", "nonsense")]
    [InlineData("crossval needs --data and --out", "crossval", "kidney-ct")]
    [InlineData("there is no command 'weights nonsense'", "weights", "nonsense")]
    [InlineData("a command is missing")]
    [InlineData("there is no option --nonsense", "--nonsense")]
    [InlineData("there is no option --nonsense of recipes", "recipes", "--nonsense")]
    [InlineData("train needs --data and --out", "train", "kidney-ct")]
    [InlineData("--epochs", "train", "kidney-ct", "--data", "x", "--out", "y", "--epochs", "many")]
    [InlineData("--folds", "crossval", "kidney-ct", "--data", "x", "--out", "y", "--folds", "1")]
    [InlineData("predict", "predict", "run")]
    [InlineData("there is no phantom 'liver'", "phantom", "liver", "--out", "x")]
    [InlineData("--patients", "phantom", "kidney", "--out", "x", "--patients", "0")]
    [InlineData("there is no bench 'nonsense'", "bench", "nonsense")]
    public void A_wrong_command_line_ends_with_2_and_one_sentence(string words, params string[] arguments) =>
        place.Lucarne.Run(arguments).Refused(2, words);

    [Theory]
    [InlineData("--help")]
    [InlineData("train", "--help")]
    [InlineData("weights", "fetch", "--help")]
    public void Help_is_a_result_and_goes_to_standard_output(params string[] arguments)
    {
        var ending = place.Lucarne.Run(arguments).Done();
        Assert.Contains("Usage:", ending.Out, StringComparison.Ordinal);
        Assert.Equal("", ending.Error);
    }

    [Fact]
    public void Help_names_every_command_of_this_release()
    {
        var help = place.Lucarne.Run("--help").Done().Out;
        foreach (var command in new[] { "recipes", "check", "train", "crossval", "evaluate", "predict", "serve", "demo", "phantom", "weights", "bench" })
            Assert.Matches($@"(?m)^\s+{command}\b", help);
    }

    [Fact]
    public void The_version_is_the_programs()
    {
        var version = Learning.LucarneVersion.Number;
        Assert.StartsWith(version, place.Lucarne.Run("--version").Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_recipes_are_listed_a_line_each()
    {
        var lines = place.Lucarne.Run("recipes").Done().Out.TrimEnd().Split('\n');
        foreach (var name in new[] { "brain-mri", "chest-xray", "kidney-ct", "modality" })
            Assert.Single(lines, line => line.StartsWith(name + " ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_benches_are_listed() => Assert.Contains("train", place.Lucarne.Run("bench").Done().Out, StringComparison.Ordinal);

    [Theory]
    [InlineData("recipes")]
    [InlineData("weights")]
    [InlineData("bench")]
    [InlineData("--help")]
    public void What_needs_no_network_loads_no_libtorch(string command)
    {
        // The dynamic linker tells of every library that it loads.
        var trace = place.In("linker");
        place.Lucarne.Run([command], new Dictionary<string, string?> { ["LD_DEBUG"] = "files", ["LD_DEBUG_OUTPUT"] = trace }).Done();
        var loaded = string.Concat(Directory.GetFiles(place.Folder, "linker.*").Select(File.ReadAllText));
        Assert.Contains("libcoreclr", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("libtorch", loaded, StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(place.Folder, "linker.*")) File.Delete(file);
    }

    [Fact]
    public void A_phantom_is_the_same_for_the_same_seed_and_says_where_it_is()
    {
        foreach (var name in new[] { "drawn", "again" })
        {
            var ending = place.Lucarne.Run("phantom", "kidney", "--out", place.In(name), "--patients", "1", "--slices", "2", "--seed", "5").Done();
            Assert.Contains(place.In(name), ending.Out, StringComparison.Ordinal);
        }

        // 4 classes × 1 patient × 2 slices.
        string[] pictures = [.. Directory.GetFiles(place.In("drawn"), "*.png", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(place.In("drawn"), file))];
        Assert.Equal(8, pictures.Length);
        foreach (var picture in pictures)
            Assert.Equal(File.ReadAllBytes(Path.Combine(place.In("drawn"), picture)), File.ReadAllBytes(Path.Combine(place.In("again"), picture)));
    }

    [Fact]
    public void A_phantom_cannot_be_drawn_into_a_file() =>
        place.Lucarne.Run("phantom", "kidney", "--out", Path.Combine(place.APicture, "x"), "--patients", "1").Refused(1, "P001-01.png");

    [Fact]
    public void Weights_that_are_not_there_are_listed_with_how_to_fetch_them() =>
        Assert.Contains("weights fetch resnet18_imagenet", place.Lucarne.Run("weights").Done().Out, StringComparison.Ordinal);

    [Fact]
    public void Unknown_weights_are_refused_with_those_that_are_known() =>
        place.Lucarne.Run("weights", "fetch", "nonsense").Refused(1, "'nonsense'", "resnet18_imagenet");

    [Fact]
    public void Weights_cannot_be_fetched_without_a_network()
    {
        // A proxy where nobody answers stands for a network that is not there.
        var nobody = new Dictionary<string, string?> { ["HTTPS_PROXY"] = "http://127.0.0.1:9", ["https_proxy"] = "http://127.0.0.1:9", ["NO_PROXY"] = "", ["no_proxy"] = "" };
        place.Lucarne.Run(["weights", "fetch", "resnet18_imagenet"], nobody).Refused(1, "cannot be fetched", "resnet18_imagenet.pth");
        Assert.Empty(Directory.GetFiles(Path.Combine(place.In("home"), "weights")));
    }
}
