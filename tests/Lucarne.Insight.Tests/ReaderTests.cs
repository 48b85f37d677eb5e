using Lucarne.Imaging;
using Lucarne.Insight.Certainty;
using Lucarne.Insight.Explanation;
using Lucarne.Insight.Routing;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Train;
using Lucarne.Torch;

namespace Lucarne.Insight.Tests;

[Collection("phantom run")]
public sealed class ReaderTests(PhantomRun phantom)
{
    [Fact]
    public void A_reading_says_what_how_surely_and_by_which_model()
    {
        using var reader = Reader.Load(phantom.Run.Path, Device.Cpu);
        Assert.True(reader.KnowsCertainty);
        Assert.Equal(0.95, reader.Coverage);
        foreach (var reading in reader.Read(phantom.NewPictures()).Select(one => one.Reading!))
        {
            Assert.Equal(1, reading.Probabilities.Values.Sum(), 1e-9);
            Assert.Equal(reading.Probabilities.Values.Max(), reading.Confidence);
            Assert.Equal(reading.PredictedClass, reading.PredictionSet[0]);
            if (reading.Decision != Decision.NotForThisModel) Assert.Equal(reading.PredictionSet.Count == 1 ? Decision.Predicted : Decision.Unsure, reading.Decision);
            Assert.Contains("never a diagnosis", reading.Notice.En, StringComparison.Ordinal);
            Assert.Contains("jamais un diagnostic", reading.Notice.Fr, StringComparison.Ordinal);
            Assert.Contains(reader.Version, reading.Notice.Fr, StringComparison.Ordinal);
            Assert.Equal(5, reading.Nearest.Cases.Count);
            Assert.Null(reading.Nearest.LearnedFrom);
        }
    }

    [Fact]
    public void One_picture_or_many_file_or_bytes_it_is_the_same_reading()
    {
        using var reader = Reader.Load(phantom.Run.Path, Device.Cpu);
        var files = phantom.NewPictures();
        foreach (var (together, file) in reader.Read(files).Select(one => one.Reading!).Zip(files))
        {
            var alone = reader.Read(file);
            var bytes = reader.Read(File.ReadAllBytes(file), "upload");
            Assert.Equal(together.Decision, alone.Decision);
            Assert.Equal(together.Confidence, alone.Confidence, 1e-5);
            Assert.Equal(alone.Confidence, bytes.Confidence);
            Assert.Equal(alone.Nearest.Cases[0].File, bytes.Nearest.Cases[0].File);
        }
    }

    [Fact]
    public void Among_many_files_a_broken_and_a_missing_one_are_refused_by_name_and_the_others_are_read()
    {
        using var reader = Reader.Load(phantom.Run.Path, Device.Cpu);
        var good = phantom.NewPictures()[0];
        var broken = Path.Combine(Directory.CreateTempSubdirectory("lucarne-broken-").FullName, "broken.png");
        File.WriteAllText(broken, "no picture");
        var read = reader.Read([good, broken, good, broken + ".none"]);
        Assert.Equal([true, false, true, false], read.Select(one => one.Reading is not null));
        Assert.Contains("broken.png", read[1].Refusal, StringComparison.Ordinal);
        Assert.Contains("broken.png.none", read[3].Refusal, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(broken)!, recursive: true);
    }

    [Fact]
    public void Calibration_never_changes_the_class_that_the_network_names()
    {
        using var reader = Reader.Load(phantom.Run.Path, Device.Cpu);
        using var model = TrainedModel.Load(phantom.Run.Path, Device.Cpu);
        Assert.All(phantom.NewPictures(), file => Assert.Equal(model.Predict([file])[0].PredictedClass, reader.Read(file).PredictedClass));
    }

    [Fact]
    public void Noise_and_colour_are_not_for_this_model_and_most_kidneys_are()
    {
        using var reader = Reader.Load(phantom.Run.Path, Device.Cpu);
        var chance = Xoshiro256.For(2, 0);
        var noise = Picture.From8Bit(96, 96, 1, [.. Enumerable.Range(0, 96 * 96).Select(_ => (byte)chance.Below(256))]);
        Assert.Equal(Decision.NotForThisModel, reader.Read(PictureWriter.ToPng(noise), "noise.png").Decision);

        var kidney = PictureReader.Read(phantom.NewPictures()[0]).ToRgb().Samples8.ToArray();
        var side = PictureReader.ReadHeader(phantom.NewPictures()[0]);
        for (var i = 0; i < kidney.Length; i += 3) kidney[i] = (byte)Math.Min(255, kidney[i] + 80);
        var red = reader.Read(PictureWriter.ToPng(Picture.From8Bit(side.Width, side.Height, 3, kidney)), "red.png");
        Assert.Equal(Decision.NotForThisModel, red.Decision);
        Assert.True(red.OutOfDistribution!.IsTooColourful);
        Assert.Contains("in colour", red.Sentence.En, StringComparison.Ordinal);

        // At most one in twenty is to be refused; of 16, three or more are with a chance of 4 %.
        Assert.InRange(reader.Read(phantom.NewPictures()).Count(one => one.Reading!.Decision == Decision.NotForThisModel), 0, 3);
    }

    [Fact]
    public void A_picture_that_was_learned_from_is_recognised_and_its_patient_is_no_similar_case()
    {
        using var reader = Reader.Load(phantom.Run.Path, Device.Cpu);
        var file = phantom.Files[0];
        var nearest = reader.Read(phantom.PathOf(file)).Nearest;
        Assert.Equal(file, nearest.LearnedFrom);
        var patient = file[..file.LastIndexOf('-')];
        Assert.DoesNotContain(nearest.Cases, one => one.File.StartsWith(patient + "-", StringComparison.Ordinal));
        Assert.All(nearest.Cases, one => Assert.NotNull(one.Thumbnail));
        Assert.Equal(nearest.Cases.OrderBy(one => one.Distance), nearest.Cases);
    }

    [Fact]
    public void A_run_from_before_certainty_was_measured_reads_and_says_that_it_does_not_know()
    {
        var run = phantom.Copy();
        File.Delete(CertaintyRecord.PathIn(run.Path));
        using var reader = Reader.Load(run.Path, Device.Cpu);
        var reading = reader.Read(phantom.NewPictures()[0]);
        Assert.False(reader.KnowsCertainty);
        Assert.Equal(Decision.CertaintyUnknown, reading.Decision);
        Assert.Empty(reading.PredictionSet);
        Assert.Null(reading.OutOfDistribution);
        Assert.Contains("never measured", reading.Sentence.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_that_were_made_for_other_weights_are_refused()
    {
        var run = phantom.Copy();
        File.Move(run.Judged, run.Model, overwrite: true);
        var error = Assert.Throws<PredictException>(() => Reader.Load(run.Path, Device.Cpu));
        Assert.Contains("lucarne study", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_certainty_file_is_named()
    {
        var run = phantom.Copy();
        File.WriteAllText(CertaintyRecord.PathIn(run.Path), "{ \"model\": ");
        Assert.Contains("certainty.json", Assert.Throws<PredictException>(() => Reader.Load(run.Path, Device.Cpu)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_of_a_finished_run_finds_what_the_training_found()
    {
        var run = phantom.Copy();
        var before = File.ReadAllText(CertaintyRecord.PathIn(run.Path));
        File.Delete(CertaintyRecord.PathIn(run.Path));
        RunStudy.Execute(run.Path, phantom.Data, phantom.NewFolder(), [new CertaintyChapter()], Device.Cpu);
        Assert.Equal(before, File.ReadAllText(CertaintyRecord.PathIn(run.Path)));
    }

    [Fact]
    public void A_study_with_other_data_than_the_runs_is_refused()
    {
        var elsewhere = phantom.NewFolder();
        KidneyPhantom.WriteDataset(elsewhere, patientsPerClass: 1, slicesPerPatient: 1, seed: 1);
        Assert.Contains("--data", Assert.Throws<DataException>(() => RunStudy.Execute(phantom.Run.Path, elsewhere, phantom.NewFolder(), [], Device.Cpu)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_heat_map_has_the_pictures_own_size_and_explains_the_class_that_is_read()
    {
        using var reader = Reader.Load(phantom.Run.Path, Device.Cpu);
        var file = phantom.NewPictures()[1];
        var bytes = File.ReadAllBytes(file);
        var map = reader.Explain(bytes, file);
        Assert.Equal(reader.Read(file).PredictedClass, map.Class);
        Assert.Equal(map.Picture.Width * map.Picture.Height, map.Values.Length);
        Assert.Equal((map.Picture.Width, map.Picture.Height, 3), (map.Overlay().Width, map.Overlay().Height, map.Overlay().Channels));
        Assert.Equal("stone", reader.Explain(bytes, file, "Stone").Class);
        Assert.Contains("normal, cyst, tumor, stone", Assert.Throws<PredictException>(() => reader.Explain(bytes, file, "lung")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_explained_folder_has_a_page_in_both_languages_that_needs_nothing_else()
    {
        using var reader = Reader.Load(phantom.Run.Path, Device.Cpu);
        var folder = phantom.NewFolder();
        var explanations = new ExplanationFolder(folder);
        var picture = phantom.NewPictures().First(file => reader.Read(file).Decision != Decision.NotForThisModel);
        var explained = Assert.Single(explanations.Add(reader, [picture], new ExplanationRequest { ClassName = "cyst" })).Explained!;
        var again = Assert.Single(explanations.Add(reader, [picture], new ExplanationRequest { ClassName = "cyst", Method = ExplanationMethod.Occlusion })).Explained!;
        explanations.Finish();
        Assert.NotEqual(explained.HeatMapFile, again.HeatMapFile);
        Assert.All([explained.HeatMapFile!, explained.NeighboursFile!, again.HeatMapFile!], file => Assert.True(File.Exists(Path.Combine(folder, file))));
        var page = File.ReadAllText(explanations.Page);
        Assert.Contains("never a diagnosis", page, StringComparison.Ordinal);
        Assert.Contains("jamais un diagnostic", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Explaining_says_of_a_picture_what_reading_it_says_and_names_the_broken_ones_among_others()
    {
        using var reader = Reader.Load(phantom.Run.Path, Device.Cpu);
        var folder = Directory.CreateDirectory(phantom.NewFolder()).FullName;
        var broken = Path.Combine(folder, "broken.png");
        File.WriteAllText(broken, "no picture");
        string[] files = [phantom.NewPictures()[0], broken, .. phantom.NewPictures().Skip(1)];
        var explained = new ExplanationFolder(folder).Add(reader, files).ToList();
        Assert.Equal(files.Length, explained.Count);
        Assert.Contains("broken.png", explained[1].Refusal!, StringComparison.Ordinal);
        foreach (var (one, read) in explained.Zip(reader.Read(files)))
        {
            Assert.Equal(read.Refusal, one.Refusal);
            if (read.Reading is not { } reading) continue;
            Assert.Equal(reading.File, one.Explained!.Reading.File);
            Assert.Equal(reading.Decision, one.Explained.Reading.Decision);
            Assert.Equal(reading.Confidence, one.Explained.Reading.Confidence, 1e-6);
            Assert.Equal(reading.Decision == Decision.NotForThisModel ? null : reading.PredictedClass, one.Explained.Class);
        }
    }

    [Fact]
    public void A_reading_is_told_in_both_languages_line_by_line()
    {
        using var reader = Reader.Load(phantom.Run.Path, Device.Cpu);
        var learned = reader.Read(phantom.PathOf(phantom.Files[0]));
        var lines = reader.LinesOf(learned);
        Assert.Contains(lines, line => line.En == "This very picture was in the training data." && line.Fr.Contains("données d’entraînement", StringComparison.Ordinal));
        Assert.StartsWith(learned.Sentence.Fr, lines[0].Fr, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_says_what_the_rules_recommend_and_what_that_rests_on()
    {
        var run = phantom.Copy();
        var rules = """
            recommendations:
              - id: follow-up
                when: {}
                urgency: soon
                within_days: 3
                actions: [{ en: "A person reads it.", fr: "Une personne la lit." }]
                source: { en: "This test.", fr: "Ce test." }
            """;
        File.WriteAllText(run.Recipe, string.Join('\n', File.ReadAllLines(run.Recipe).Where(line => !line.StartsWith("recommendations", StringComparison.Ordinal))) + "\n" + rules + "\n");
        using var reader = Reader.Load(run.Path, Device.Cpu);
        var explanations = new ExplanationFolder(phantom.NewFolder());
        var explained = Assert.Single(explanations.Add(reader, [phantom.NewPictures()[0]])).Explained!;
        explanations.Finish();
        Assert.Equal("follow-up", explained.Recommendation!.Rule.Id);
        var page = System.Net.WebUtility.HtmlDecode(File.ReadAllText(explanations.Page));
        Assert.Contains("Recommended (soon, within 3 days): A person reads it.", page, StringComparison.Ordinal);
        Assert.Contains("Recommandé (urgence rapprochée, sous 3 jours)\u202f: Une personne la lit.", page, StringComparison.Ordinal);
        Assert.Contains("Rule 'follow-up'.", page, StringComparison.Ordinal);
        Assert.Contains("Source\u202f: Ce test.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_tells_certainty_and_explanation_in_both_languages()
    {
        var report = File.ReadAllText(phantom.Run.Report);
        Assert.All(
            ["How sure the network is", "À quel point le réseau est sûr", "Where the network looks", "Où le réseau regarde", "Prediction sets"],
            words => Assert.Contains(words, report, StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(phantom.Run.Figures, "heat-maps.fr.png")));
        Assert.True(File.Exists(Path.Combine(phantom.Run.Figures, "certainty-calibration.vl.json")));
        var record = ExplanationRecord.Read(phantom.Run.Path)!;
        Assert.InRange(record.Pictures, 1, 8);
        Assert.NotNull(record.Areas);
    }

    [Fact]
    public void A_folder_of_runs_without_one_that_tells_kinds_apart_cannot_route()
    {
        var runs = Directory.CreateDirectory(phantom.NewFolder()).FullName;
        Assert.Contains("routes", Assert.Throws<PredictException>(() => ModelRouter.Load(runs, Device.Cpu)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_goes_to_the_models_for_its_kind_and_a_foreign_one_to_none()
    {
        var runs = Directory.CreateDirectory(phantom.NewFolder()).FullName;
        foreach (var (name, routes) in new[] { ("kinds", new[] { "normal", "cyst", "tumor", "stone" }), ("kidneys", []) })
        {
            var run = new RunFolder(phantom.Copy().Path);
            Rename(run, name, routes);
            Directory.Move(run.Path, Path.Combine(runs, name));
        }

        using var router = ModelRouter.Load(runs, Device.Cpu);
        var file = phantom.NewPictures().First(picture => router.Kinds.Read(picture).Decision != Decision.NotForThisModel);
        var routed = router.Read(File.ReadAllBytes(file), file);
        Assert.Equal("kinds", router.Kinds.Recipe.Name);
        Assert.Equal("kidneys", Assert.Single(routed.Fitting).Reader.Recipe.Name);

        var chance = Xoshiro256.For(3, 0);
        var noise = Picture.From8Bit(96, 96, 1, [.. Enumerable.Range(0, 96 * 96).Select(_ => (byte)chance.Below(256))]);
        Assert.Empty(router.Read(PictureWriter.ToPng(noise), "noise.png").Fitting);
    }

    /// <summary>Gives a run another recipe's name, and routes from classes to the recipe called kidneys; its bounds follow the file's new version.</summary>
    private static void Rename(RunFolder run, string name, string[] routes)
    {
        var (recipe, facts) = ModelFile.ReadHeader(run.Model);
        using (var network = NetworkBuilder.Create(recipe, facts))
        {
            ModelFile.ReadWeights(run.Model, network);
            ModelFile.Write(run.Model + ".new", network, recipe with { Name = name, Routes = ValueList.From(routes.Select(label => new ModelRoute(label, "kidneys"))) }, facts);
        }

        File.Move(run.Model + ".new", run.Model, overwrite: true);
        (CertaintyRecord.Read(run.Path)! with { Model = ModelVersion.Of(run.Path) }).Write(run.Path);
    }
}
