using Lucarne.Imaging;
using Lucarne.Insight.Certainty;
using Lucarne.Insight.Routing;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Train;
using Lucarne.Torch;

namespace Lucarne.Insight.Tests.Routing;

/// <summary>A picture finds the models for its kind.</summary>
[Collection("phantom run")]
public sealed class ModelRouterTests(PhantomRun phantom)
{
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
