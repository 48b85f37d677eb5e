namespace Lucarne.Learning;

/// <summary>The stages of a run, in their order.</summary>
public enum Stage
{
    /// <summary>What is in the data.</summary>
    Check,

    /// <summary>Volumes become slices.</summary>
    Prepare,

    /// <summary>Decoding.</summary>
    Load,

    /// <summary>Epochs.</summary>
    Train,

    /// <summary>The part kept apart.</summary>
    Evaluate,

    /// <summary>Epochs on all pictures.</summary>
    Refit,

    /// <summary>What the network can be understood by.</summary>
    Study,

    /// <summary>Figures and the report.</summary>
    Report,
}

/// <summary>How far a stage is.</summary>
/// <param name="Stage">Which.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all.</param>
/// <param name="Note">A few words: the last epoch's figures.</param>
public readonly record struct StageProgress(Stage Stage, long Done, long Total, string? Note = null);
