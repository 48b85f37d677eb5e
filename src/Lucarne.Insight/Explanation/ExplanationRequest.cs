using Lucarne.Insight.Recommendations;

namespace Lucarne.Insight.Explanation;

/// <summary>What is to be explained of pictures, and how.</summary>
public sealed record ExplanationRequest
{
    /// <summary>The predicted class, by Grad-CAM.</summary>
    public static ExplanationRequest Default { get; } = new();

    /// <summary>The class to explain; null: the predicted one.</summary>
    public string? ClassName { get; init; }

    /// <summary>How it is found.</summary>
    public ExplanationMethod Method { get; init; } = ExplanationMethod.GradCam;

    /// <summary>At which layer's maps Grad-CAM takes its gradients; null: at the recipe's, or the last.</summary>
    public string? Layer { get; init; }

    /// <summary>Opacity of the heat map over the picture, 0 to 1.</summary>
    public double Opacity { get; init; } = 0.5;

    /// <summary>What is known of the patient, for recommendations.</summary>
    public PatientFacts Patient { get; init; } = PatientFacts.Unknown;

    /// <summary>The language that is drawn into sheets: <c>en</c> or <c>fr</c>. The page has both.</summary>
    public string Language { get; init; } = "en";
}

/// <summary>A picture that was read and explained in one pass, or refused.</summary>
/// <param name="File">The picture.</param>
/// <param name="Reading">What the network says of it; null where it was refused.</param>
/// <param name="Picture">The picture, upright and in its own size; null where it was refused.</param>
/// <param name="Map">Where the network sees the class; null where it was refused, and where it is not for the model and no class was asked for: a map
/// of a class that is not given would suggest it.</param>
/// <param name="Refusal">Why it could not be read, in one sentence; null where it was.</param>
public sealed record SeenPicture(string File, PictureReading? Reading, Imaging.Picture? Picture, HeatMap? Map, string? Refusal);
