using System.Text.Json;
using Lucarne.Imaging;

namespace Lucarne.EndToEnd;

/// <summary>What can be done with a run that is there.</summary>
[Collection(OneWorkplace.Name)]
public sealed class RunTests(Workplace place)
{
    private static readonly string[] Classes = ["normal", "cyst", "tumor", "stone"];

    [Fact]
    public void Evaluate_prints_the_metrics_of_the_run_as_one_document_and_nothing_else()
    {
        var ending = place.Lucarne.Run("evaluate", place.Run, "--json").Done();
        using var printed = JsonDocument.Parse(ending.Out);
        using var left = JsonDocument.Parse(File.ReadAllText(Path.Combine(place.Run, "metrics.json")));
        HasTheAgreedShape(printed.RootElement);
        foreach (var name in new[] { "n", "accuracy", "accuracy_ci95", "macro", "per_class", "confusion_matrix", "ece", "brier", "log_loss" })
            Assert.True(JsonElement.DeepEquals(left.RootElement.GetProperty(name), printed.RootElement.GetProperty(name)), $"{name} is another than in metrics.json");
    }

    [Fact]
    public void Evaluate_judges_another_folder_and_writes_where_it_is_told()
    {
        var into = place.In("judged");
        var ending = place.Lucarne.Run("evaluate", place.Run, "--data", place.SmallData("elsewhere"), "--out", into, "--json", "--device", "cpu").Done();
        using var printed = JsonDocument.Parse(ending.Out);
        HasTheAgreedShape(printed.RootElement);
        Assert.Equal(8, printed.RootElement.GetProperty("n").GetInt32());
        Assert.Equal(9, File.ReadAllLines(Path.Combine(into, "predictions.csv")).Length);
        Assert.True(File.Exists(Path.Combine(into, "metrics.json")));
    }

    [Fact]
    public void Evaluate_leaves_broken_pictures_out_and_names_them()
    {
        var data = place.SmallData("elsewhere and broken");
        Workplace.Spoil(Path.Combine(data, "stone"), place.APicture);
        var ending = place.Lucarne.Run("evaluate", place.Run, "--data", data, "--device", "cpu").Done();
        foreach (var file in Workplace.BrokenFiles) Assert.Contains(file, ending.Error, StringComparison.Ordinal);
        Assert.Contains("8 pictures", ending.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_for_people_says_that_it_is_no_diagnosis() =>
        Assert.Contains("never a diagnosis", place.Lucarne.Run("evaluate", place.Run).Done().Out, StringComparison.Ordinal);

    [Fact]
    public void Predict_answers_several_files_in_the_agreed_shape()
    {
        string[] files = [place.APicture, Path.Combine(place.Data, "stone", "P025-01.png")];
        var ending = place.Lucarne.Run(["predict", place.Run, .. files, "--json", "--device", "cpu"]).Done();
        using var printed = JsonDocument.Parse(ending.Out);
        Assert.Equal(files, printed.RootElement.EnumerateArray().Select(answer => answer.GetProperty("file").GetString()));
        foreach (var answer in printed.RootElement.EnumerateArray())
        {
            var probabilities = answer.GetProperty("probabilities").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetDouble());
            Assert.Equal(Classes, probabilities.Keys);
            Assert.Equal(1, probabilities.Values.Sum(), 6);
            Assert.Equal(probabilities.Values.Max(), answer.GetProperty("confidence").GetDouble());
            Assert.Equal(probabilities.MaxBy(pair => pair.Value).Key, answer.GetProperty("predicted_class").GetString());
        }
    }

    [Fact]
    public void Explain_leaves_a_heat_map_in_the_pictures_own_size_and_a_page()
    {
        var into = Path.Combine(place.Folder, "why");
        var ending = place.Lucarne.Run(["explain", place.Run, place.APicture, "--out", into, "--class", "cyst", "--json", "--device", "cpu"]).Done();
        using var printed = JsonDocument.Parse(ending.Out);
        var explained = printed.RootElement[0].GetProperty("explanation");
        Assert.Equal("cyst", explained.GetProperty("class").GetString());
        var (map, picture) = (PictureReader.ReadHeader(Path.Combine(into, explained.GetProperty("heat_map").GetString()!)), PictureReader.ReadHeader(place.APicture));
        Assert.Equal((picture.Width, picture.Height, 3), (map.Width, map.Height, map.Bands));
        Assert.Contains(printed.RootElement[0].GetProperty("decision").GetString(), new[] { "predicted", "unsure", "not_for_this_model" });
        Assert.True(File.Exists(Path.Combine(into, "explanations.html")));
        place.Lucarne.Run(["explain", place.Run, place.APicture, "--out", into, "--method", "guess"]).Refused(2, "guess");
    }

    [Fact]
    public void Predict_refuses_each_broken_file_by_name_and_answers_the_others()
    {
        var cyst = Path.Combine(place.Data, "cyst");
        string[] wrong = [.. Workplace.BrokenFiles.Append("folder.jpg").Append("missing.png")];
        var ending = place.Lucarne.Run(["predict", place.Run, .. wrong.Select(name => Path.Combine(cyst, name)), place.APicture, "--json", "--device", "cpu"]);
        Assert.Equal(1, ending.Code);
        using var printed = JsonDocument.Parse(ending.Out);
        Assert.Equal(place.APicture, Assert.Single(printed.RootElement.EnumerateArray()).GetProperty("file").GetString());
        Assert.Equal(wrong.Length, ending.Sentences.Count);
        Assert.All(wrong, name => Assert.Single(ending.Sentences, sentence => sentence.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_folder_that_is_no_run_is_refused()
    {
        foreach (var command in new[] { "predict", "evaluate" })
        {
            string[] files = command == "predict" ? [place.APicture] : [];
            place.Lucarne.Run([command, place.In("nowhere"), .. files]).Refused(1, "there is no folder");
            place.Lucarne.Run([command, place.Data, .. files]).Refused(1, "model.safetensors");
            place.Lucarne.Run([command, place.APicture, .. files]).Refused(1, "P001-01.png");
        }
    }

    [Fact]
    public void A_run_whose_weights_are_damaged_or_anothers_is_refused()
    {
        var run = place.In("damaged");
        Directory.CreateDirectory(run);
        foreach (var file in Directory.GetFiles(place.Run)) File.Copy(file, Path.Combine(run, Path.GetFileName(file)));
        var model = Path.Combine(run, "model.safetensors");
        var whole = File.ReadAllBytes(model);

        File.WriteAllBytes(model, whole[..(whole.Length - 100)]);
        place.Lucarne.Run("predict", run, place.APicture).Refused(1, "model.safetensors");

        // The first 8 bytes are the header's length: here, far more than there is.
        File.WriteAllBytes(model, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, .. whole[8..]]);
        place.Lucarne.Run("predict", run, place.APicture).Refused(1, "model.safetensors");

        File.WriteAllBytes(model, []);
        place.Lucarne.Run("evaluate", run, "--data", place.Data).Refused(1, "model.safetensors");
    }

    [Fact]
    public void Another_folder_is_judged_only_where_the_result_can_be_written()
    {
        var data = place.SmallData("elsewhere again");
        place.Lucarne.Run("evaluate", place.Run, "--data", data, "--out", Path.Combine(place.APicture, "x"), "--device", "cpu").Refused(1, "cannot be written");
        place.Lucarne.Run("evaluate", place.Run, "--out", Path.Combine(place.APicture, "x")).Refused(1, "cannot be written");
        place.Lucarne.Run("evaluate", place.Run, "--data", place.In("nowhere"), "--device", "cpu").Refused(1, "there is no data folder");
    }

    private static void HasTheAgreedShape(JsonElement metrics)
    {
        Assert.Equal("classification", metrics.GetProperty("task").GetString());
        Assert.Equal(Classes, metrics.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(2, metrics.GetProperty("accuracy_ci95").GetArrayLength());
        foreach (var name in new[] { "accuracy", "balanced_accuracy", "ece", "brier", "log_loss" }) Assert.True(double.IsFinite(metrics.GetProperty(name).GetDouble()), name);
        foreach (var average in new[] { "macro", "weighted" })
            foreach (var name in new[] { "precision", "recall", "f1", "auc" }) Assert.True(metrics.GetProperty(average).TryGetProperty(name, out _), $"{average}.{name}");
        foreach (var label in Classes)
            foreach (var name in new[] { "precision", "recall", "specificity", "f1", "auc", "support" })
                Assert.True(metrics.GetProperty("per_class").GetProperty(label).TryGetProperty(name, out _), $"{label}.{name}");

        // Rows are truth: each sums to its class's support.
        var rows = metrics.GetProperty("confusion_matrix").EnumerateArray().Select(row => row.EnumerateArray().Sum(cell => cell.GetInt32())).ToArray();
        Assert.Equal(Classes.Select(label => metrics.GetProperty("per_class").GetProperty(label).GetProperty("support").GetInt32()), rows);
    }
}
