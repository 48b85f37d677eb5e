using System.Buffers.Binary;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Tests.Train;
using Lucarne.Learning.Train;
using Lucarne.Torch;

namespace Lucarne.Learning.Tests.Predict;

[Collection("phantom")]
public class TrainedModelTests(PhantomPictures pictures)
{
    private static readonly Device Cpu = Device.Cpu;

    [Theory]
    [InlineData("sequential", "none")]
    [InlineData("resnet18", "flip-shift")]
    public void The_answer_for_a_picture_does_not_depend_on_those_beside_it(string network, string views)
    {
        // 32 and one more, so that the last stands alone.
        using var model = TrainedModel.Load(Train($"network.name={network}", $"network.width={(network == "resnet18" ? 0.125 : 1)}", $"evaluate.test_time={views}"), Cpu);
        string[] files = [.. pictures.Pictures.Select(picture => picture.Path), pictures.Pictures[5].Path];
        var together = model.Predict(files);
        Assert.Equal(33, together.Count);
        for (var i = 0; i < files.Length; i += 7)
        {
            var alone = model.Predict([files[i]])[0];
            Assert.All(alone.Probabilities, pair => Assert.Equal(pair.Value, together[i].Probabilities[pair.Key], 1e-5));
            Assert.Equal(1, alone.Probabilities.Values.Sum(), 1e-9);
            Assert.Equal(alone.Probabilities.MaxBy(pair => pair.Value).Key, alone.PredictedClass);
        }

        Assert.Equal(together[5].Confidence, together[32].Confidence, 1e-5);
        Assert.Empty(model.Predict([]));
    }

    [Fact]
    public void The_bytes_of_a_file_get_the_answer_of_the_file_and_that_of_the_judgement()
    {
        var run = pictures.FinishedRun();
        using var model = TrainedModel.Load(run, Cpu);
        var (classes, predictions) = PredictionsCsv.Read(new RunFolder(run).Predictions);
        foreach (var prediction in predictions)
        {
            var path = Path.Combine(pictures.Data, prediction.File);
            var (file, bytes) = (model.Predict([path])[0], model.Predict(File.ReadAllBytes(path), "upload"));
            Assert.Equal(file.Probabilities, bytes.Probabilities);
            for (var k = 0; k < classes.Count; k++) Assert.Equal(prediction.Probabilities[k], file.Probabilities[classes[k]], 1e-5);
        }
    }

    [Fact]
    public void A_model_judges_a_folder_without_leaving_anything_and_with_two_files_where_asked()
    {
        var run = pictures.FinishedRun();
        using var model = TrainedModel.Load(run, Cpu);
        var metrics = Evaluation.OnFolder(model, pictures.Data, pictures.NewFolder(), into: null);
        var into = new RunFolder(pictures.NewFolder());
        Assert.Equal(metrics.ToJson(), Evaluation.OnFolder(model, pictures.Data, pictures.NewFolder(), into.Path).ToJson());
        Assert.Equal([into.Metrics, into.Predictions], Directory.GetFiles(into.Path).Order(StringComparer.Ordinal));
        Assert.Equal(32, PredictionsCsv.Read(into.Predictions).Predictions.Count);
    }

    [Fact]
    public void Loading_says_what_is_missing()
    {
        var folder = pictures.NewFolder();
        Refused(folder, "there is no folder");
        Directory.CreateDirectory(folder);
        Refused(folder, "holds no model.safetensors");
    }

    [Fact]
    public void Weights_of_another_network_are_refused()
    {
        var run = new RunFolder(pictures.FinishedRun());
        var (recipe, facts) = ModelFile.ReadHeader(run.Model);
        using (var other = NetworkBuilder.Create(TinyRecipe.Make("network.sequential.filters=[4,8]"), facts)) ModelFile.Write(run.Model, other, recipe, facts);
        Refused(run.Path, "does not fit its own recipe's network");
    }

    [Fact]
    public void A_file_whose_header_lies_is_refused()
    {
        var run = new RunFolder(pictures.FinishedRun());
        var bytes = File.ReadAllBytes(run.Model);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.MaxValue / 2);
        File.WriteAllBytes(run.Model, bytes);
        Refused(run.Path, "cannot be used as a model");
        File.WriteAllBytes(run.Model, bytes[..5]);
        Refused(run.Path, "cannot be used as a model");
    }

    [Fact]
    public void Weights_without_a_recipe_are_no_model()
    {
        var run = new RunFolder(pictures.FinishedRun());
        File.Copy(run.Embeddings, run.Model, overwrite: true);
        Refused(run.Path, "weights without a recipe");
    }

    private string Train(params string[] overrides)
    {
        Recipe recipe = TinyRecipe.Make(["train.epochs=1", .. overrides]);
        return TrainingRun.Execute(pictures.Request(recipe, pictures.NewFolder()), TimeProvider.System).Run.Path;
    }

    private static void Refused(string run, string why)
    {
        var error = Assert.Throws<PredictException>(() => TrainedModel.Load(run, Cpu).Dispose());
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Contains(run, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
