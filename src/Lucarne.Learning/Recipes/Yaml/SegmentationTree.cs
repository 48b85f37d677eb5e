using static Lucarne.Learning.Recipes.Yaml.TreeForm;

namespace Lucarne.Learning.Recipes.Yaml;

/// <summary>The blocks that only a segmentation recipe has, as trees to be written.</summary>
internal static class SegmentationTree
{
    public static YamlMap Of(SegmentationOptions s) => Map(
        ("structures", List(s.Structures.Select(structure => (YamlNode)Structure(structure)))),
        ("paint_order", List(s.PaintOrder.Select(Text))),
        ("prepare", Map(("window_hu", Range(s.Prepare.WindowHu)), ("size", Number(s.Prepare.Size)), ("normalisation", Choice(s.Prepare.Normalisation)))),
        ("input", Map(("size", Number(s.Input.Size)), ("region", Choice(s.Input.Region)), ("neighbours", Number(s.Input.Neighbours)), ("neighbour_mm", Number(s.Input.NeighbourMm)))),
        ("sampling", Map(
            ("steps_per_epoch", s.Sampling.StepsPerEpoch is { } steps ? Number(steps) : Null),
            ("structure_share", Number(s.Sampling.StructureShare)),
            ("refit_up_to", Number(s.Sampling.RefitUpTo)),
            ("transplant", s.Sampling.Transplant is { } transplant ? Transplant(transplant) : Null))),
        ("segment", Map(
            ("batch_size", Number(s.Segment.BatchSize)),
            ("largest_only", List(s.Segment.LargestOnly.Select(Text))),
            ("smallest_island_ml", Number(s.Segment.SmallestIslandMl)),
            ("density", List(s.Segment.Density.Select(rule => (YamlNode)Map(("structure", Text(rule.Structure)), ("mean_hu", Range(rule.MeanHu)))))),
            ("grow", s.Segment.Grow is { } grow ? Grow(grow) : Null))));

    private static YamlMap Transplant(TransplantOptions t) => Map(("structure", Text(t.Structure)), ("into", List(t.Into.Select(Text))), ("share", Number(t.Share)), ("at_wall", Number(t.AtWall)));

    private static YamlMap Grow(GrowOptions g) => Map(("structures", List(g.Structures.Select(Text))), ("hu", Range(g.Hu)), ("reach_mm", Number(g.ReachMm)));

    private static YamlMap Structure(Structure s) => Map(
        ("name", Text(s.Name)), ("value", Number(s.Value)), ("aliases", List(s.Aliases.Select(Text))), ("label", Local(s.Label)),
        ("colour", Text(s.Colour.ToString())), ("around", Text(s.Around)));
}
