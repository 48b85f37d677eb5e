using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Tests.Train;

/// <summary>A recipe over phantom kidneys that trains in a second.</summary>
internal static class TinyRecipe
{
    private const string Yaml = """
        name: tiny
        task: classification
        title: { en: Tiny, fr: Minuscule }
        description: { en: Tiny., fr: Minuscule. }
        classes:
          - { name: normal, label: { en: Normal, fr: Normal } }
          - { name: cyst, label: { en: Cyst, fr: Kyste } }
          - { name: tumor, label: { en: Tumour, fr: Tumeur } }
          - { name: stone, label: { en: Stone, fr: Calcul } }
        split: { train: 0.5, validation: 0.25, test: 0.25, seed: 1 }
        input: { size: 32, channels: 1, fit: squash, normalisation: z-score }
        network:
          name: sequential
          weights: none
          sequential: { kernel: 3, filters: [8, 8], dense: [16], dropout: 0.3 }
        train:
          epochs: 4
          batch_size: 6
          optimizer: { name: adamw, learning_rate: 0.003, weight_decay: 0.01 }
          schedule: { name: constant }
          early_stopping: 0
          precision: float32
          seed: 5
        evaluate: { bootstrap: 50 }
        """;

    public static Recipe Make(params string[] overrides) => Recipe.FromYaml(Yaml, "tiny.yaml", null, overrides);
}
