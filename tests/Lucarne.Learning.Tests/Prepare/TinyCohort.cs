using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Tests.Prepare;

/// <summary>A cohort of drawn scans as NIfTI: a body with a bright ball and a dark one, each scan's in other places.</summary>
internal static class TinyCohort
{
    public const int Slices = 6;

    /// <summary>A recipe whose two structures are the balls, small enough to train in seconds.</summary>
    public static Recipe Recipe(params string[] overrides) => Learning.Recipes.Recipe.FromYaml(
        """
        name: tiny
        task: segmentation
        title: T
        structures:
          - { name: bone, value: 1, colour: "#ff0000" }
          - { name: lung, value: 2, colour: "#0000ff" }
        prepare: { size: 32 }
        input: { size: 32, region: body }
        sampling: { steps_per_epoch: 8 }
        network: { width: 8 }
        augment: { rotation_degrees: 5, zoom: [0.9, 1.1] }
        train: { epochs: 4, batch_size: 6, optimizer: { learning_rate: 0.003 }, schedule: { name: one-cycle }, loss: { class_weights: square-root }, early_stopping: 0, precision: float32 }
        """, "tiny.yaml", null, overrides);

    /// <summary>Writes scans s1, s2…; every third has no contour of the bone.</summary>
    public static string Write(string folder, int scans)
    {
        for (var n = 1; n <= scans; n++) WriteScan(Path.Combine(folder, $"s{n}"), n, withBone: n % 3 != 0);
        return folder;
    }

    public static void WriteScan(string folder, int seed, bool withBone = true)
    {
        var grid = new VolumeGeometry(48, 40, Slices, new(-96, -80, 0), new(4, 0, 0), new(0, 4, 0), new(0, 0, 5));
        var (scan, labels) = (new Volume<float>(grid), new Volume<byte>(grid));
        var (shift, radius) = ((seed * 5 % 7) - 3, 5 + (seed % 3));
        for (var k = 0; k < Slices; k++)
        {
            for (var j = 0; j < 40; j++)
            {
                for (var i = 0; i < 48; i++)
                {
                    bool In(double x, double y, double r) => ((i - x) * (i - x)) + ((j - y) * (j - y)) < r * r;
                    var body = ((i - 24) * (i - 24) / 400.0) + ((j - 20) * (j - 20) / 225.0) < 1;
                    var (bone, lung) = (In(17 + shift, 20, radius - 1.5), In(31 + (shift * 0.5), 20 - shift, radius));
                    scan[i, j, k] = bone ? 350 : lung ? -850 : body ? 30 + (((i * 7) + (j * 13) + seed) % 21) - 10 : -1000;
                    labels[i, j, k] = bone && withBone ? (byte)1 : lung ? (byte)2 : (byte)0;
                }
            }
        }

        NiftiFile.Write(Path.Combine(folder, "scan.nii.gz"), scan);
        NiftiFile.Write(Path.Combine(folder, "labels.nii.gz"), labels);
    }
}
