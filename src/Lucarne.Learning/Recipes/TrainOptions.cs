namespace Lucarne.Learning.Recipes;

/// <summary>How the network learns.</summary>
public sealed record TrainOptions
{
    /// <summary>The most passes over the training part.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Pictures per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The optimiser.</summary>
    public OptimizerOptions Optimizer { get; init; } = new();

    /// <summary>How the learning rate moves.</summary>
    public ScheduleOptions Schedule { get; init; } = new();

    /// <summary>What is minimised.</summary>
    public LossOptions Loss { get; init; } = new();

    /// <summary>Epochs without a lower validation loss after which training stops; 0: never.</summary>
    public int EarlyStopping { get; init; } = 10;

    /// <summary>Decay of the exponential moving average of the weights that is judged and kept; 0: no average.</summary>
    public double Average { get; init; }

    /// <summary>Numbers the forward and backward passes compute with.</summary>
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>Largest norm of the gradient, above which it is scaled down; 0: no limit.</summary>
    public double GradientClip { get; init; }

    /// <summary>Seed of the weights, of the order of the pictures and of the augmentation.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Whether, once the network has been judged on the part kept apart, a second one is trained in the same way on all pictures, and
    /// is the one that answers. The figures remain those of the first, which had not seen the test part.</summary>
    public bool Refit { get; init; }

    /// <summary>Minutes after which the epoch under way is the last. Null: no limit. A run cut short by it depends on the machine's
    /// speed and is not reproducible elsewhere.</summary>
    public double? MaxMinutes { get; init; }
}

/// <summary>The optimiser and its rates.</summary>
public sealed record OptimizerOptions
{
    /// <summary>Which one.</summary>
    public OptimizerName Name { get; init; } = OptimizerName.Adamw;

    /// <summary>Learning rate of the head, and of everything when training starts from scratch.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Weight decay: decoupled for adamw, added to the gradient for adam and sgd.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Momentum of sgd.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>The backbone's learning rate is <see cref="LearningRate"/> times this when it starts from weights.</summary>
    public double BackboneMultiplier { get; init; } = 1.0;
}

/// <summary>The optimisers.</summary>
public enum OptimizerName
{
    /// <summary>Adam (Kingma and Ba, 2015), weight decay added to the gradient.</summary>
    Adam,

    /// <summary>AdamW (Loshchilov and Hutter, 2019), decoupled weight decay.</summary>
    Adamw,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,
}

/// <summary>How the learning rate moves.</summary>
public sealed record ScheduleOptions
{
    /// <summary>Which rule.</summary>
    public ScheduleName Name { get; init; } = ScheduleName.Cosine;

    /// <summary>Plateau: epochs without a lower validation loss before the rate falls.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>Plateau: what the rate is multiplied by when it falls.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>Epochs over which the rate rises linearly from near zero first.</summary>
    public double WarmupEpochs { get; init; }
}

/// <summary>The rules by which the learning rate moves.</summary>
public enum ScheduleName
{
    /// <summary>It does not.</summary>
    Constant,

    /// <summary>It falls when the validation loss stops falling.</summary>
    Plateau,

    /// <summary>It falls to zero along half a cosine over the epochs.</summary>
    Cosine,

    /// <summary>It rises and then falls, once, over all steps (Smith and Topin, 2018).</summary>
    OneCycle,
}

/// <summary>What is minimised.</summary>
public sealed record LossOptions
{
    /// <summary>Which loss.</summary>
    public LossName Name { get; init; } = LossName.CrossEntropy;

    /// <summary>Whether rare classes weigh more.</summary>
    public ClassWeights ClassWeights { get; init; } = ClassWeights.None;

    /// <summary>Share of the target spread evenly over the classes, in [0, 1).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Whether class weights fade to equal ones over the training, for segmentation: rare structures are found first and drawn to
    /// their size in the end. Validation then counts every pixel the same.</summary>
    public bool FadingWeights { get; init; }

    /// <summary>Whether what lies beneath margins is learned beside the label map that they hide it in; for segmentation.</summary>
    public bool Beneath { get; init; }

    /// <summary>Share of the Dice loss beside the cross-entropy's, in [0, 1]; for segmentation.</summary>
    public double DiceShare { get; init; }
}

/// <summary>The losses.</summary>
public enum LossName
{
    /// <summary>Softmax over one output per class.</summary>
    CrossEntropy,

    /// <summary>Sigmoid on the one output of a yes/no recipe (<see cref="Recipe.BinaryPositive"/>).</summary>
    BinaryCrossEntropy,

    /// <summary>Softmax cross-entropy over pixels and soft Dice over structures, in shares (<see cref="LossOptions.DiceShare"/>).</summary>
    CrossEntropyDice,

    /// <summary>The same with minus the logarithm of each structure's Dice in place of one minus Dice (Wong et al. 2018, "exponential logarithmic
    /// loss", with exponent 1): a structure that is hardly drawn yet pulls as hard as one that is, where Dice itself hardly changes.</summary>
    CrossEntropyLogDice,
}

/// <summary>Whether rare classes weigh more in the loss.</summary>
public enum ClassWeights
{
    /// <summary>Every picture weighs the same.</summary>
    None,

    /// <summary>Each class weighs N / (classes × pictures of the class), as scikit-learn's <c>balanced</c>.</summary>
    Balanced,

    /// <summary>The square root of <see cref="Balanced"/>: what is a thousand times rarer weighs thirty times more, not a thousand.</summary>
    SquareRoot,
}

/// <summary>Numbers the passes compute with.</summary>
public enum Precision
{
    /// <summary>bfloat16 where the processor is fast at it, float32 elsewhere.</summary>
    Auto,

    /// <summary>float32.</summary>
    Float32,

    /// <summary>bfloat16 under autocast, master weights in float32.</summary>
    Bfloat16,
}

/// <summary>How the network is judged.</summary>
public sealed record EvaluateOptions
{
    /// <summary>Which views of a picture are averaged.</summary>
    public TestTime TestTime { get; init; } = TestTime.None;

    /// <summary>Draws of the bootstrap behind confidence intervals.</summary>
    public int Bootstrap { get; init; } = 2000;
}

/// <summary>Which views of a picture are averaged when it is judged.</summary>
public enum TestTime
{
    /// <summary>The picture alone.</summary>
    None,

    /// <summary>The picture and its mirror image (left and right exchanged).</summary>
    Flip,

    /// <summary>The picture and four shifts of it, by a sixteenth of the side along each axis.</summary>
    Shift,

    /// <summary>Shifts of the picture and of its mirror image.</summary>
    FlipShift,
}
