using Lucarne.Clinic.Findings;
using Lucarne.Insight;

namespace Lucarne.Clinic.Readings;

/// <summary>What is to be made of an answer, in the words of files and of the API.</summary>
public static class AnswerDecisions
{
    /// <summary>One class is left.</summary>
    public const string Predicted = "predicted";

    /// <summary>Several classes remain possible.</summary>
    public const string Unsure = "unsure";

    /// <summary>The picture is unlike those that the model was trained on; no class may be shown.</summary>
    public const string NotForThisModel = "not_for_this_model";

    /// <summary>The run was made before certainty was measured.</summary>
    public const string Uncalibrated = "uncalibrated";

    internal static string Of(Decision decision) => Of(Finding(decision));

    internal static string Of(FindingDecision decision) => decision switch
    {
        FindingDecision.Predicted => Predicted,
        FindingDecision.Unsure => Unsure,
        FindingDecision.NotForThisModel => NotForThisModel,
        _ => Uncalibrated,
    };

    /// <summary>As the store names it.</summary>
    internal static FindingDecision Finding(string word) => word switch
    {
        Predicted => FindingDecision.Predicted,
        Unsure => FindingDecision.Unsure,
        NotForThisModel => FindingDecision.NotForThisModel,
        _ => FindingDecision.CertaintyUnknown,
    };

    /// <summary>As rules are asked about it.</summary>
    internal static Decision Reading(FindingDecision decision) => decision switch
    {
        FindingDecision.Predicted => Decision.Predicted,
        FindingDecision.Unsure => Decision.Unsure,
        FindingDecision.NotForThisModel => Decision.NotForThisModel,
        _ => Decision.CertaintyUnknown,
    };

    private static FindingDecision Finding(Decision decision) => decision switch
    {
        Decision.Predicted => FindingDecision.Predicted,
        Decision.Unsure => FindingDecision.Unsure,
        Decision.NotForThisModel => FindingDecision.NotForThisModel,
        _ => FindingDecision.CertaintyUnknown,
    };
}
