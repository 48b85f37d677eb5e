using static Lucarne.Learning.Recipes.Yaml.TreeForm;

namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>A recipe as a tree to be written, every default included.</summary>
internal static class RecipeTree
{
    public static YamlMap Of(Recipe r)
    {
        var about = Map(
            ("name", Text(r.Name)), ("variant", Text(r.Variant)), ("task", Choice(r.Task)), ("title", Local(r.Title)), ("description", Local(r.Description)));
        return r.Segmentation is { } segmentation
            ? about.Merge(SegmentationTree.Of(segmentation)).Merge(Learning(r)).Merge(Map(("recommendations", RecommendationTree.Of(r.Recommendations))))
            : about.Merge(Pictures(r)).Merge(Learning(r)).Merge(Map(
                ("evaluate", Map(("test_time", Choice(r.Evaluate.TestTime)), ("bootstrap", Number(r.Evaluate.Bootstrap)))),
                ("recommendations", RecommendationTree.Of(r.Recommendations)),
                ("certainty", Map(("coverage", Number(r.Certainty.Coverage)), ("keep", Number(r.Certainty.Keep)))),
                ("explain", Map(("layer", Text(r.Explain.Layer)))),
                ("routes", Map([.. r.Routes.Select(route => (route.ClassName, (YamlNode)Text(route.Recipe)))])),
                ("from_scratch", FromScratch(r))));
    }

    private static YamlMap Pictures(Recipe r) => Map(
        ("classes", List(r.Classes.Select(c => (YamlNode)Map(
            ("name", Text(c.Name)), ("aliases", List(c.Aliases.Select(Text))), ("label", Local(c.Label)), ("optional", Truth(c.Optional)))))),
        ("binary_positive", Text(r.BinaryPositive)),
        ("data", Data(r.Data)),
        ("input", Map(("size", Number(r.Input.Size)), ("channels", Number(r.Input.Channels)), ("fit", Choice(r.Input.Fit)),
            ("crop_to_content", Truth(r.Input.CropToContent)), ("normalisation", Choice(r.Input.Normalisation)))));

    private static YamlMap Learning(Recipe r) => Map(
        ("split", Map(("train", Number(r.Split.Train)), ("validation", Number(r.Split.Validation)), ("test", Number(r.Split.Test)),
            ("seed", Number(r.Split.Seed)))),
        ("network", Network(r.Network)),
        ("augment", Augment(r.Augment)),
        ("train", Train(r.Train)));

    private static YamlMap Data(DataOptions d) => Map(
        ("group_pattern", Text(d.GroupPattern)),
        ("neighbours", d.Neighbours is not { } n ? Null : Map(
            ("number_pattern", Text(n.NumberPattern)), ("max_step", Number(n.MaxStep)), ("min_correlation", Number(n.MinCorrelation)))),
        ("near_duplicate_distance", Number(d.NearDuplicateDistance)),
        ("near_duplicate_correlation", Number(d.NearDuplicateCorrelation)),
        ("max_megapixels", Number(d.MaxMegapixels)));

    private static YamlMap Network(NetworkOptions n) => n.Name == NetworkOptions.UNet
        ? Map(("name", Plain(n.Name)), ("weights", Text(n.Weights)), ("width", Number(n.Width)))
        : Classifier(n);

    private static YamlMap Classifier(NetworkOptions n) => Map(
        ("name", Plain(n.Name)),
        ("weights", Text(n.Weights)),
        ("width", Number(n.Width)),
        ("sequential", Map(("kernel", Number(n.Sequential.Kernel)), ("filters", Numbers(n.Sequential.Filters)),
            ("dense", Numbers(n.Sequential.Dense)), ("dropout", Number(n.Sequential.Dropout)))),
        ("head", List(n.Head.Select(Step))),
        ("freeze", Map(("fraction", Number(n.Freeze.Fraction)), ("prefixes", List(n.Freeze.Prefixes.Select(Text))))),
        ("frozen_batch_norm", Choice(n.FrozenBatchNorm)));

    private static YamlMap Augment(AugmentOptions a) => Map(
        ("random_resized_crop", a.RandomResizedCrop is not { } crop ? Null : Map(("scale", Range(crop.Scale)), ("ratio", Range(crop.Ratio)))),
        ("horizontal_flip", Truth(a.HorizontalFlip)),
        ("vertical_flip", Truth(a.VerticalFlip)),
        ("flip_reason", a.FlipReason is { } reason ? Local(reason) : Null),
        ("rotation_degrees", Number(a.RotationDegrees)),
        ("shear_degrees", Number(a.ShearDegrees)),
        ("zoom", Range(a.Zoom)),
        ("translate", Number(a.Translate)),
        ("brightness", Number(a.Brightness)),
        ("contrast", Number(a.Contrast)),
        ("gamma", Number(a.Gamma)),
        ("noise", Number(a.Noise)),
        ("blur", Number(a.Blur)),
        ("erase", Number(a.Erase)),
        ("mixup", Number(a.Mixup)),
        ("cutmix", Number(a.Cutmix)));

    private static YamlMap Train(TrainOptions t) => Map(
        ("epochs", Number(t.Epochs)),
        ("batch_size", Number(t.BatchSize)),
        ("optimizer", Map(("name", Choice(t.Optimizer.Name)), ("learning_rate", Number(t.Optimizer.LearningRate)),
            ("weight_decay", Number(t.Optimizer.WeightDecay)), ("momentum", Number(t.Optimizer.Momentum)),
            ("backbone_multiplier", Number(t.Optimizer.BackboneMultiplier)))),
        ("schedule", Map(("name", Choice(t.Schedule.Name)), ("patience", Number(t.Schedule.Patience)),
            ("factor", Number(t.Schedule.Factor)), ("warmup_epochs", Number(t.Schedule.WarmupEpochs)))),
        ("loss", Map(("name", Choice(t.Loss.Name)), ("class_weights", Choice(t.Loss.ClassWeights)),
            ("label_smoothing", Number(t.Loss.LabelSmoothing)), ("fading_weights", Truth(t.Loss.FadingWeights)), ("beneath", Truth(t.Loss.Beneath)), ("dice_share", Number(t.Loss.DiceShare)))),
        ("early_stopping", Number(t.EarlyStopping)),
        ("average", Number(t.Average)),
        ("precision", Choice(t.Precision)),
        ("gradient_clip", Number(t.GradientClip)),
        ("seed", Number(t.Seed)),
        ("refit", Truth(t.Refit)),
        ("max_minutes", t.MaxMinutes is { } minutes ? Number(minutes) : Null));

    private static YamlMap FromScratch(Recipe r) => r.FromScratch.Aggregate(
        new YamlMap([], Nowhere), (map, item) => RecipeOverrides.Set(map, item.Key, RecipeOverrides.Value(item.Value, Nowhere.Source)));

    private static YamlScalar Step(HeadStep step) => step.Kind switch
    {
        HeadStepKind.Relu => Text("relu"),
        HeadStepKind.Dropout => Text($"dropout {Invariant(step.Value)}"),
        _ => Text($"linear {Invariant(step.Value)}"),
    };
}
