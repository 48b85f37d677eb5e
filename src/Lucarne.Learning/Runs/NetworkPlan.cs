using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Train;
using Lucarne.Networks;
using Lucarne.Networks.Weights;
using Lucarne.Torch.Modules;

namespace Lucarne.Learning.Runs;

/// <summary>The network that a run will train: its recipe as settled, its first weights, and what these brought along.</summary>
internal sealed class NetworkPlan
{
    private readonly string? _weights;

    private NetworkPlan(Recipe recipe, NetworkFacts facts, string? weights, LocalText? note) => (Recipe, Facts, _weights, Note) = (recipe, facts, weights, note);

    /// <summary>The recipe as settled.</summary>
    public Recipe Recipe { get; }

    /// <summary>What the network needs beside it.</summary>
    public NetworkFacts Facts { get; }

    /// <summary>What a person should know of the weights; null: nothing.</summary>
    public LocalText? Note { get; }

    /// <summary>Looks for the weights that the recipe wants; without them the recipe's own way from scratch is taken, and said.</summary>
    public static NetworkPlan Make(TrainingRequest request, ValueList<ClassLabel> classes)
    {
        var recipe = request.Recipe.WithClasses(classes);
        string[] names = [.. classes.Select(label => label.Name)];
        if (!recipe.Network.WantsWeights) return new NetworkPlan(recipe, new NetworkFacts(names), null, FromScratch("the recipe asks for no weights", "la recette ne demande pas de poids"));
        var found = PretrainedWeights.Find(recipe.Network.Name, recipe.Network.Weights, request.WeightFolders);
        if (found is null)
        {
            var scratch = FromScratch(
                $"no {recipe.Network.Name}_imagenet.safetensors or .pth was found in {Folders(request.WeightFolders, "no folder", " or ")}",
                $"aucun fichier {recipe.Network.Name}_imagenet.safetensors ou .pth n’a été trouvé dans {Folders(request.WeightFolders, "aucun dossier", " ou ")}");
            return new NetworkPlan(recipe.WithoutWeights(), new NetworkFacts(names), null, scratch);
        }

        using var file = WeightFile.Read(found);
        var facts = WithWeights(recipe, file, names);
        return new NetworkPlan(recipe, facts, found, new LocalText($"The network starts from the weights in {file.FileName}.", $"Le réseau part des poids de {file.FileName}."));
    }

    /// <summary>
    /// The plan of a run that goes on: its own recipe and facts. Its network comes from the checkpoint; the first weights are looked for
    /// once more, since a refit starts from them again.
    /// </summary>
    public static NetworkPlan Resume(RunFolder run, IReadOnlyList<string> weightFolders)
    {
        var recipe = Recipe.FromYaml(File.ReadAllText(run.Recipe), "recipe.yaml");
        var facts = NetworkFacts.FromJson(Checkpoint.ReadFacts(run.Last));
        var found = facts.FromWeights ? PretrainedWeights.Find(recipe.Network.Name, recipe.Network.Weights, weightFolders) : null;
        return new NetworkPlan(recipe, facts, found, null);
    }

    /// <summary>Makes the network, with its first weights, and freezes what the recipe freezes.</summary>
    public Classifier Build(Execution execution, bool resumed)
    {
        var network = NetworkBuilder.Create(Recipe, Facts);
        if (Facts.Weights is { } first && !resumed)
        {
            if (_weights is null) throw new TrainingException($"the run started from {first.File}, which is found no more; put it back, or set LUCARNE_WEIGHTS, and resume");
            using var file = WeightFile.Read(_weights);
            if (file.Sha256() != first.Sha256) throw new TrainingException($"the run started from another {first.File} than the one in {_weights}; put the first one back and resume");
            Transfer.Load(network, file);
        }

        Freeze(network);
        NetworkBuilder.Settle(network, execution);
        return network;
    }

    private static LocalText FromScratch(string why, string whyInFrench) => new($"The network starts from scratch: {why}.", $"Le réseau part de zéro\u202f: {whyInFrench}.");

    private static string Folders(IReadOnlyList<string> folders, string none, string or) => folders.Count == 0 ? none : string.Join(or, folders);

    private static NetworkFacts WithWeights(Recipe recipe, WeightFile file, string[] names)
    {
        // Loaded into a network that is thrown away: what the metadata means is known to Transfer alone.
        using var trial = NetworkBuilder.Create(recipe, new NetworkFacts(names));
        var loaded = Transfer.Load(trial, file);
        return new NetworkFacts(
            names, new WeightSource(loaded.File, loaded.Sha256), loaded.Padding == PaddingStyle.TensorFlow, loaded.FoldedBatchNorm,
            loaded.Normalisation?.Mean.ToArray(), loaded.Normalisation?.Deviation.ToArray());
    }

    private void Freeze(Classifier network)
    {
        var (freeze, norm) = (Recipe.Network.Freeze, Recipe.Network.FrozenBatchNorm);
        if (freeze.Prefixes.Count > 0) Freezing.Freeze(network, freeze.Prefixes);
        else if (freeze.Fraction > 0) Freezing.Freeze(network, freeze.Fraction);
        if (norm == FrozenBatchNorm.True || (Facts.FoldedBatchNorm && norm == FrozenBatchNorm.Auto)) Freezing.FreezeBatchNorm(network);
    }
}
