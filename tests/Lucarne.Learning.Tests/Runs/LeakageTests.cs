using System.Globalization;
using Lucarne.Imaging;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Tests.Train;

namespace Lucarne.Learning.Tests.Runs;

/// <summary>What a split that ignores patients makes of a network that can only have learned to know them again.</summary>
[Collection("phantom")]
public sealed class LeakageTests(PhantomPictures pictures)
{
    private const int Patients = 20;
    private const int Slices = 5;

    [Fact]
    public void Where_nothing_but_the_patient_can_be_learned_the_random_split_shows_a_skill_and_it_is_named_leakage()
    {
        // All kidneys are normal, and the class is drawn: what tells the classes apart is the patient alone.
        var data = pictures.NewFolder();
        Parallel.For(0, Patients, patient =>
        {
            for (var slice = 0; slice < Slices; slice++)
            {
                var file = string.Create(CultureInfo.InvariantCulture, $"{(patient % 4 < 2 ? "normal" : "cyst")}/p{patient:00}-{slice}.png");
                PictureWriter.Write(Path.Combine(data, file), KidneyPhantom.Draw((ulong)(1000 + patient), 8 + slice, KidneyFinding.Normal));
            }
        });
        var recipe = TinyRecipe.Make(
            "classes=[{ name: normal }, { name: cyst }]", "data.group_pattern='(p[0-9]+)-'", "train.epochs=60", "train.batch_size=16", "train.optimizer.learning_rate=0.01", "network.sequential.dropout=0", "train.early_stopping=0");
        var request = pictures.Request(recipe, pictures.NewFolder()) with { Data = data };
        var grouped = CrossValidation.Execute(request, 2, TimeProvider.System);
        var random = CrossValidation.Execute(request with { Out = Path.Combine(request.Out, "random") }, 2, TimeProvider.System, ignoresGroups: true);
        var leakage = Leakage.Of(grouped, random, seed: 1);
        Assert.True(leakage.AccuracyGap > 0.2, $"grouped {leakage.Grouped.Accuracy}, random {leakage.Random.Accuracy}");
        Assert.True(leakage.IsCertain, $"the gap of {leakage.AccuracyGap} may be as small as {leakage.AccuracyGapCi95.Low}");
        Assert.Equal(random.Metrics.Accuracy - grouped.Metrics.Accuracy, leakage.AccuracyGap, 1e-9);

        // Five slices a patient in two halves: nearly all meet another of their patient.
        Assert.InRange(leakage.MetBefore, 0.6, 1);
        leakage.Write(request.Out);
        Assert.Contains("accuracy_gap", File.ReadAllText(Leakage.PathIn(request.Out)), StringComparison.Ordinal);
    }
}
