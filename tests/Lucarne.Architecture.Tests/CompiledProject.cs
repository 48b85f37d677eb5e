using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Lucarne.Architecture.Tests;

/// <summary>What a compiled project says of itself: the assemblies it calls, its types, its static fields.</summary>
internal sealed record CompiledProject(string Name, IReadOnlyList<string> References, IReadOnlyList<string> Types, IReadOnlyList<string> MutableStatics)
{
    /// <summary>Every project under src, read from the assembly beside these tests.</summary>
    public static IReadOnlyList<CompiledProject> All() => [.. Repository.Files("src", ".csproj").Select(Read)];

    private static CompiledProject Read(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        string file = Path.Combine(AppContext.BaseDirectory, AssemblyName(name) + ".dll");
        Assert.True(File.Exists(file), $"{project} has no compiled {Path.GetFileName(file)} beside these tests.");
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        MetadataReader metadata = image.GetMetadataReader();
        TypeDefinition[] types = [.. metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Where(type => !IsGenerated(metadata, type))];
        return new(
            name,
            [.. metadata.AssemblyReferences.Select(handle => ProjectName(metadata.GetString(metadata.GetAssemblyReference(handle).Name)))],
            [.. types.Select(type => FullName(metadata, type))],
            [.. types.SelectMany(type => MutableStaticsOf(metadata, type))]);
    }

    private static IEnumerable<string> MutableStaticsOf(MetadataReader metadata, TypeDefinition type) =>
        from handle in type.GetFields()
        let field = metadata.GetFieldDefinition(handle)
        where field.Attributes.HasFlag(FieldAttributes.Static)
              && (field.Attributes & (FieldAttributes.InitOnly | FieldAttributes.Literal)) == 0
              && !metadata.GetString(field.Name).Contains('<', StringComparison.Ordinal)
              && !IsPerThread(metadata, field)
        select $"{FullName(metadata, type)}.{metadata.GetString(field.Name)}";

    private static bool IsPerThread(MetadataReader metadata, FieldDefinition field) =>
        field.GetCustomAttributes().Select(handle => metadata.GetCustomAttribute(handle).Constructor)
            .Where(constructor => constructor.Kind == HandleKind.MemberReference)
            .Select(constructor => metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent)
            .Where(parent => parent.Kind == HandleKind.TypeReference)
            .Any(parent => metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)parent).Name, nameof(ThreadStaticAttribute)));

    // Closures, iterators, records' printers and source generators' types carry names that cannot be written in C#.
    private static bool IsGenerated(MetadataReader metadata, TypeDefinition type)
    {
        if (metadata.GetString(type.Name).Contains('<', StringComparison.Ordinal)) return true;
        TypeDefinitionHandle outer = type.GetDeclaringType();
        return !outer.IsNil && IsGenerated(metadata, metadata.GetTypeDefinition(outer));
    }

    private static string FullName(MetadataReader metadata, TypeDefinition type)
    {
        string name = metadata.GetString(type.Name);
        TypeDefinitionHandle outer = type.GetDeclaringType();
        if (!outer.IsNil) return FullName(metadata, metadata.GetTypeDefinition(outer)) + "." + name;
        return type.Namespace.IsNil ? name : metadata.GetString(type.Namespace) + "." + name;
    }

    // The command is called lucarne, and so is its assembly.
    private static string AssemblyName(string project) => project == "Lucarne.Cli" ? "lucarne" : project;

    private static string ProjectName(string assembly) => assembly == "lucarne" ? "Lucarne.Cli" : assembly;
}
