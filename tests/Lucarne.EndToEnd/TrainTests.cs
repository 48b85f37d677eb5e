using System.Text.Json;

namespace Lucarne.EndToEnd;

[Collection(OneWorkplace.Name)]
public sealed class TrainTests(Workplace place)
{
    [Fact]
    public void A_training_leaves_a_complete_run_and_says_where()
    {
        var ending = place.Training.Done();
        foreach (var file in new[]
        {
            "recipe.yaml", "fingerprint.json", "split.json", "history.csv", "model.safetensors", "last.safetensors",
            "metrics.json", "predictions.csv", "embeddings.safetensors", "report.html", "run.json",
        })
            Assert.True(new FileInfo(Path.Combine(place.Run, file)).Length > 0, file);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(place.Run, "figures"), "*.png"));
        Assert.EndsWith($"report {Path.Combine(place.Run, "report.html")}", ending.Out.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(place.Run, "*", SearchOption.AllDirectories), file => file.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public void Progress_goes_to_standard_error_in_lines_a_person_can_read_through()
    {
        var lines = place.Training.Error.TrimEnd().Split('\n');

        // Five stages of eleven lines at most, two epochs, and notes.
        Assert.InRange(lines.Length, 5, 70);
        Assert.DoesNotContain(lines, line => line.Contains('\e', StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("training", StringComparison.Ordinal) && line.Contains("epoch 2", StringComparison.Ordinal));
        Assert.DoesNotContain("training", place.Training.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void History_has_a_row_per_epoch_under_the_agreed_header()
    {
        var rows = File.ReadAllLines(Path.Combine(place.Run, "history.csv"));
        Assert.Equal("epoch,train_loss,validation_loss,train_accuracy,validation_accuracy,learning_rate,seconds", rows[0]);
        Assert.Equal(3, rows.Length);
    }

    [Fact]
    public void Broken_pictures_do_not_stop_it_and_are_named_in_fingerprint_and_report()
    {
        var fingerprint = File.ReadAllText(Path.Combine(place.Run, "fingerprint.json"));
        var report = File.ReadAllText(Path.Combine(place.Run, "report.html"));
        var split = File.ReadAllText(Path.Combine(place.Run, "split.json"));
        foreach (var file in Workplace.BrokenFiles)
        {
            Assert.Contains($"cyst/{file}", fingerprint, StringComparison.Ordinal);
            Assert.Contains($"cyst/{file}", report, StringComparison.Ordinal);
            Assert.DoesNotContain($"cyst/{file}", split, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Check_writes_the_same_fingerprint_that_training_leaves()
    {
        var ending = place.Lucarne.Run("check", "kidney-phantom", "--data", place.Data, "--out", place.In("checked")).Done();
        Assert.Contains("64", ending.Out, StringComparison.Ordinal);
        using var alone = JsonDocument.Parse(File.ReadAllText(Path.Combine(place.In("checked"), "fingerprint.json")));
        using var trained = JsonDocument.Parse(File.ReadAllText(Path.Combine(place.Run, "fingerprint.json")));
        foreach (var part in alone.RootElement.EnumerateObject().Where(part => part.Name is "classes" or "files" or "broken" or "counts"))
            Assert.Equal(part.Value.GetRawText(), trained.RootElement.GetProperty(part.Name).GetRawText());
    }

    [Fact]
    public void The_recipe_of_a_run_says_what_was_set()
    {
        var recipe = File.ReadAllText(Path.Combine(place.Run, "recipe.yaml"));
        Assert.Contains("epochs: 2", recipe, StringComparison.Ordinal);
        Assert.Contains("sequential", recipe, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "'nonsense'", "nonsense")]
    [InlineData(2, "nonsense.yaml", "nonsense.yaml")]
    [InlineData(2, "kidney-phantom", "kidney-phantom/nonsense")]
    [InlineData(2, "did you mean 'epochs'", "kidney-phantom", "--set", "train.epoch=3")]
    [InlineData(2, "train.epochs", "kidney-phantom", "--set", "train.epochs=many")]
    [InlineData(2, "nonsense", "kidney-phantom", "--set", "nonsense")]
    [InlineData(2, "epochs", "kidney-phantom", "--epochs", "0")]
    [InlineData(1, "nonsense", "kidney-phantom", "--device", "nonsense")]
    [InlineData(1, "nowhere.safetensors", "kidney-phantom", "--set", "network.weights=nowhere.safetensors")]
    [InlineData(2, "network.name", "kidney-phantom", "--set", "network.name=resnet19")]
    public void What_cannot_be_meant_is_refused_in_a_sentence(int code, string words, string recipe, params string[] more)
    {
        var into = place.In("refused");
        place.Lucarne.Run(["train", recipe, "--data", place.Data, "--out", into, .. more]).Refused(code, words);
        Assert.False(Directory.Exists(into), "an empty run was left behind");
    }

    [SkippableFact]
    public void An_accelerator_that_is_not_there_is_refused()
    {
        Skip.If(File.Exists("/dev/nvidiactl"), "there is an accelerator");
        place.Lucarne.Run(["train", "kidney-phantom", "--data", place.Data, "--out", place.In("refused"), "--device", "cuda"]).Refused(1, "'cuda'", "--device cpu");
    }

    [Fact]
    public void A_key_in_a_recipe_file_that_is_unknown_is_refused_with_the_nearest_one()
    {
        var file = place.In("mistyped.yaml");
        File.WriteAllText(file, "name: mine\ntitle: Mine\ntask: classification\nclasses: [normal, cyst]\ntrain:\n  batch_sise: 4\n");
        place.Lucarne.Run("check", file, "--data", place.Data).Refused(2, "mistyped.yaml", "batch_sise", "batch_size");
    }

    [Theory]
    [InlineData("these are no weights at all", "weights")]
    [InlineData("\u0010\0\0\0\0\0\0\u007f{\"a\":1}", "weights")]
    public void A_file_that_is_no_weights_or_lies_is_refused(string content, string word)
    {
        var file = place.In("lying.safetensors");
        File.WriteAllBytes(file, System.Text.Encoding.Latin1.GetBytes(content));
        place.Lucarne.Run(["train", "kidney-phantom", "--data", place.Data, "--out", place.In("refused"), "--set", $"network.weights={file}"]).Refused(1, "lying.safetensors", word);
        Assert.False(Directory.Exists(place.In("refused")));
    }

    [Fact]
    public void Weights_of_another_network_are_refused()
    {
        var file = Path.Combine(place.Run, "model.safetensors");
        place.Lucarne.Run(["train", "kidney-phantom", "--data", place.Data, "--out", place.In("refused"), "--set", $"network.weights={file}"]).Refused(1, "model.safetensors", "resnet18");
        Assert.False(Directory.Exists(place.In("refused")));
    }

    [Fact]
    public void A_run_that_stands_is_not_touched_unless_it_is_said()
    {
        var before = File.ReadAllBytes(Path.Combine(place.Run, "model.safetensors"));
        place.Lucarne.Run(["train", "kidney-phantom", "--data", place.Data, "--out", place.Run]).Refused(1, "not empty", "--resume", "--overwrite");
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(place.Run, "model.safetensors")));
    }

    [Fact]
    public void Overwrite_replaces_a_run_and_never_something_else()
    {
        var into = place.In("replaced");
        place.Lucarne.Run(["train", "kidney-phantom", "--data", place.Data, "--out", into, "--epochs", "1", .. Workplace.Tiny]).Done();
        place.Lucarne.Run(["train", "kidney-phantom", "--data", place.Data, "--out", into, "--epochs", "2", "--overwrite", .. Workplace.Tiny]).Done();
        Assert.Equal(3, File.ReadAllLines(Path.Combine(into, "history.csv")).Length);
        Assert.DoesNotContain(Directory.GetDirectories(place.Folder), folder => folder.Contains("replaced.", StringComparison.Ordinal));

        Directory.CreateDirectory(place.In("letters"));
        File.WriteAllText(Path.Combine(place.In("letters"), "letter.txt"), "dear");
        place.Lucarne.Run(["train", "kidney-phantom", "--data", place.Data, "--out", place.In("letters"), "--overwrite"]).Refused(1, "letters", "something else");
        Assert.Equal("dear", File.ReadAllText(Path.Combine(place.In("letters"), "letter.txt")));
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_is_refused_before_anything_is_read()
    {
        place.Lucarne.Run(["train", "kidney-phantom", "--data", place.Data, "--out", place.APicture]).Refused(1, "is a file");
        place.Lucarne.Run(["train", "kidney-phantom", "--data", place.Data, "--out", Path.Combine(place.APicture, "run")]).Refused(1, "cannot be written");
        place.Lucarne.Run(["check", "kidney-phantom", "--data", place.Data, "--out", Path.Combine(place.APicture, "x")]).Refused(1, "cannot be written");
    }
}
