using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Lucarne.Learning.Evaluate;

namespace Lucarne.Learning.Tests.Evaluate;

/// <summary>Asks scikit-learn for the figures of metrics.json, through a Python that has it.</summary>
internal static class ScikitLearn
{
    private const string Script =
        """
        import json, sys, warnings
        import numpy as np
        from sklearn import metrics as m
        warnings.simplefilter("ignore")
        def judge(given):
            y, p = np.array(given["truth"]), np.array(given["probabilities"])
            n, k = p.shape
            predicted = p.argmax(1)
            present = [c for c in range(k) if (y == c).any()]
            precision, recall, f1, support = m.precision_recall_fscore_support(y, predicted, labels=range(k), zero_division=0)
            counts = m.confusion_matrix(y, predicted, labels=range(k))
            auc, specificity, ap, roc = [], [], [], []
            for c in range(k):
                negatives = n - support[c]
                specificity.append(None if negatives == 0 else (negatives - counts[:, c].sum() + counts[c, c]) / negatives)
                both = 0 < support[c] < n
                auc.append(m.roc_auc_score(y == c, p[:, c]) if both else None)
                ap.append(m.average_precision_score(y == c, p[:, c]) if support[c] else None)
                roc.append([list(map(float, v)) for v in m.roc_curve(y == c, p[:, c], drop_intermediate=False)[:2]] if both else None)
            confidence, right = p.max(1), predicted == y
            edges = np.arange(16) / 15
            ece = 0.0
            for low, high in zip(edges[:-1], edges[1:]):
                inside = (confidence > low) & (confidence <= high)
                if inside.any():
                    ece += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
            def averages(kind):
                w = np.ones(len(present)) if kind == "macro" else support[present]
                one = dict(zip(("precision", "recall", "f1"), (float(v) for v in
                    m.precision_recall_fscore_support(y, predicted, labels=present, average=kind, zero_division=0)[:3])))
                one["auc"] = float(np.average([auc[c] for c in present], weights=w)) if len(present) > 1 else None
                return one
            return {
                "accuracy": m.accuracy_score(y, predicted), "balanced_accuracy": m.balanced_accuracy_score(y, predicted),
                "macro": averages("macro"), "weighted": averages("weighted"),
                "per_class": [{"precision": float(precision[c]) if support[c] else None, "recall": float(recall[c]) if support[c] else None,
                    "specificity": specificity[c], "f1": float(f1[c]) if support[c] else None, "auc": auc[c], "support": int(support[c]),
                    "average_precision": ap[c], "roc": roc[c]} for c in range(k)],
                "confusion_matrix": counts.tolist(), "ece": ece,
                "brier": sum(m.brier_score_loss(y == c, p[:, c], pos_label=True) for c in range(k)),
                "log_loss": m.log_loss(y, p, labels=range(k)),
            }
        json.dump([judge(given) for given in json.load(sys.stdin)], sys.stdout)
        """;

    /// <summary>A Python that imports scikit-learn; null where there is none.</summary>
    public static string? Python { get; } = new[] { Environment.GetEnvironmentVariable("LUCARNE_PYTHON"), "/usr/bin/python3", "python3" }
        .FirstOrDefault(python => !string.IsNullOrEmpty(python) && Run(python, "import sklearn, numpy", "") is not null);

    /// <summary>Judges all cases in one process, since importing scikit-learn takes longer than they do.</summary>
    public static IReadOnlyList<JsonElement> Judge(IEnumerable<IReadOnlyList<Prediction>> cases)
    {
        var input = JsonSerializer.Serialize(cases.Select(predictions => new
        {
            truth = predictions.Select(p => p.Truth),
            probabilities = predictions.Select(p => p.Probabilities),
        }));
        var output = Run(Python!, Script, input) ?? throw new InvalidOperationException("The scikit-learn script failed.");
        return [.. JsonDocument.Parse(output).RootElement.EnumerateArray()];
    }

    private static string? Run(string python, string script, string input)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", script])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return null;
        }
    }
}
