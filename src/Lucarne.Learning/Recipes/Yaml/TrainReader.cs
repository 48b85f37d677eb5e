namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>Reads the blocks <c>augment</c> and <c>train</c>.</summary>
internal static class TrainReader
{
    public static TrainOptions Read(Section section, RecipeTask task)
    {
        var defaults = new TrainOptions();
        return new()
        {
            Epochs = section.Whole("epochs", defaults.Epochs, 1, 100_000),
            BatchSize = section.Whole("batch_size", defaults.BatchSize, 1, 65_536),
            Optimizer = section.Block("optimizer", Optimizer),
            Schedule = section.Block("schedule", Schedule),
            Loss = section.Block("loss", inner => Loss(inner, task)),
            EarlyStopping = section.Whole("early_stopping", defaults.EarlyStopping, 0, 100_000),
            Average = section.Number("average", defaults.Average, 0, 0.99999),
            Precision = section.Choice("precision", defaults.Precision),
            GradientClip = section.Number("gradient_clip", defaults.GradientClip, 0, 1e6),
            Seed = section.Whole("seed", defaults.Seed, 0, int.MaxValue),
            Refit = section.Truth("refit", defaults.Refit),
            MaxMinutes = section.Holds("max_minutes") ? section.Number("max_minutes", 0, 0.01, 1e6) : null,
        };
    }

    public static AugmentOptions Augment(Section section)
    {
        var none = new AugmentOptions();
        return new()
        {
            RandomResizedCrop = section.Holds("random_resized_crop") ? section.Block("random_resized_crop", Crop) : null,
            HorizontalFlip = section.Truth("horizontal_flip", none.HorizontalFlip),
            VerticalFlip = section.Truth("vertical_flip", none.VerticalFlip),
            FlipReason = section.Holds("flip_reason") ? RecipeReader.Local(section.Take("flip_reason")!, section.Path("flip_reason")) : null,
            RotationDegrees = section.Number("rotation_degrees", none.RotationDegrees, 0, 180),
            ShearDegrees = section.Number("shear_degrees", none.ShearDegrees, 0, 60),
            Zoom = section.Range("zoom", none.Zoom, 0.1, 10),
            Translate = section.Number("translate", none.Translate, 0, 1),
            Brightness = section.Number("brightness", none.Brightness, 0, 1),
            Contrast = section.Number("contrast", none.Contrast, 0, 1),
            Gamma = section.Number("gamma", none.Gamma, 0, 10),
            Noise = section.Number("noise", none.Noise, 0, 1),
            Blur = section.Number("blur", none.Blur, 0, 20),
            Erase = section.Number("erase", none.Erase, 0, 1),
            Mixup = section.Number("mixup", none.Mixup, 0, 100),
            Cutmix = section.Number("cutmix", none.Cutmix, 0, 100),
        };
    }

    private static CropRange Crop(Section section) => new(
        section.Range("scale", new(0.8, 1), 0.01, 1),
        section.Range("ratio", new(0.9, 1.11), 0.1, 10));

    private static OptimizerOptions Optimizer(Section section)
    {
        var defaults = new OptimizerOptions();
        return new()
        {
            Name = section.Choice("name", defaults.Name),
            LearningRate = section.Number("learning_rate", defaults.LearningRate, 1e-9, 10),
            WeightDecay = section.Number("weight_decay", defaults.WeightDecay, 0, 10),
            Momentum = section.Number("momentum", defaults.Momentum, 0, 0.9999),
            BackboneMultiplier = section.Number("backbone_multiplier", defaults.BackboneMultiplier, 0, 100),
        };
    }

    private static ScheduleOptions Schedule(Section section)
    {
        var defaults = new ScheduleOptions();
        return new()
        {
            Name = section.Choice("name", defaults.Name),
            Patience = section.Whole("patience", defaults.Patience, 0, 100_000),
            Factor = section.Number("factor", defaults.Factor, 0.0001, 0.9999),
            WarmupEpochs = section.Number("warmup_epochs", defaults.WarmupEpochs, 0, 100_000),
        };
    }

    private static LossOptions Loss(Section section, RecipeTask task)
    {
        var segmentation = task == RecipeTask.Segmentation;
        var loss = new LossOptions
        {
            Name = section.Choice("name", segmentation ? LossName.CrossEntropyDice : LossName.CrossEntropy),
            ClassWeights = section.Choice("class_weights", ClassWeights.None),
            LabelSmoothing = section.Number("label_smoothing", 0, 0, 0.99),
            FadingWeights = section.Truth("fading_weights", false),
            Beneath = section.Truth("beneath", false),
            DiceShare = section.Number("dice_share", segmentation ? 0.5 : 0, 0, 1),
        };
        if ((loss.Name is LossName.CrossEntropyDice or LossName.CrossEntropyLogDice) != segmentation)
            throw section.Refuse("name", segmentation ? "cross-entropy-dice or cross-entropy-log-dice was expected, for this is a segmentation" : "cross-entropy or binary-cross-entropy was expected, for this is a classification");
        if (loss.FadingWeights && !segmentation) throw section.Refuse("fading_weights", "false was expected, for only a segmentation's weights fade");
        if (loss.Beneath && !segmentation) throw section.Refuse("beneath", "false was expected, for only a segmentation has margins");
        return loss.DiceShare == 0 || segmentation ? loss : throw section.Refuse("dice_share", "0 was expected, for only a segmentation has a Dice loss");
    }
}
