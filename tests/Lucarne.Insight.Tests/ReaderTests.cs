using Lucarne.Imaging;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Randomness;
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
    public void A_reading_is_told_in_both_languages_line_by_line()
    {
        using var reader = Reader.Load(phantom.Run.Path, Device.Cpu);
        var learned = reader.Read(phantom.PathOf(phantom.Files[0]));
        var lines = reader.LinesOf(learned);
        Assert.Contains(lines, line => line.En == "This very picture was in the training data." && line.Fr.Contains("données d’entraînement", StringComparison.Ordinal));
        Assert.StartsWith(learned.Sentence.Fr, lines[0].Fr, StringComparison.Ordinal);
    }
}
