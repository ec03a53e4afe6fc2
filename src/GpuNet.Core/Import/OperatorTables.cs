using System.Collections.Immutable;

namespace GpuNet.Import;

/// <summary>An operator's table, and the builtin operator that it names.</summary>
internal readonly record struct OperatorTable(FlatBufferTable Table, BuiltinOperator Code);

/// <summary>Reads which operators a subgraph has; the first thing to say of a model is which of them are not supported.</summary>
internal static class OperatorTables
{
    /// <summary>The subgraph's operators, in its order.</summary>
    /// <exception cref="UnsupportedModelException">One of them is not among <see cref="BuiltinOperator"/>.</exception>
    public static ImmutableArray<OperatorTable> Read(FlatBufferReader reader, FlatBufferTable model, FlatBufferTable subgraph)
    {
        var codes = model.Vector(TfLiteSchema.Model.OperatorCodes, sizeof(uint)).Charged();
        var operators = subgraph.Vector(TfLiteSchema.SubGraph.Operators, sizeof(uint)).Charged();
        if (operators.Length == 0) throw subgraph.Fault(TfLiteSchema.SubGraph.Operators, "the subgraph has no operator");
        var tables = ImmutableArray.CreateBuilder<OperatorTable>(operators.Length);
        var unsupported = new UnsupportedFindings(reader.Name);
        for (var i = 0; i < operators.Length; i++)
        {
            var table = operators.Table(i, "Operator");
            var codeIndex = table.UInt32(TfLiteSchema.Operator.OpcodeIndex);
            if (codeIndex >= codes.Length)
                throw table.Fault(TfLiteSchema.Operator.OpcodeIndex, $"there is no operator code {codeIndex}: the model has {codes.Length}");
            try
            {
                tables.Add(new OperatorTable(table, Supported(reader, codes.Table((int)codeIndex, "OperatorCode"), i)));
            }
            catch (UnsupportedModelException e)
            {
                unsupported.Add(e);
            }
        }

        unsupported.ThrowIfAny();
        return tables.MoveToImmutable();
    }

    private static BuiltinOperator Supported(FlatBufferReader reader, FlatBufferTable code, int operatorIndex)
    {
        // Old files keep the code in a byte; new ones in both places, and there the greater counts.
        var builtin = Math.Max(
            (sbyte)code.Byte(TfLiteSchema.OperatorCode.DeprecatedBuiltinCode), code.Int32(TfLiteSchema.OperatorCode.BuiltinCode));
        if (builtin < 0) throw code.Fault(TfLiteSchema.OperatorCode.BuiltinCode, $"{builtin} is no operator code");
        var known = (BuiltinOperator)builtin;
        if (known != BuiltinOperator.Custom && Enum.IsDefined(known)) return known;
        var name = BuiltinOperators.NameOf(builtin);
        if (known == BuiltinOperator.Custom)
            name += $" '{MessageText.Short(code.String(TfLiteSchema.OperatorCode.CustomCode) ?? "")}'";
        throw new UnsupportedModelException($"{reader.Name}: operator {operatorIndex} {name} is not supported.");
    }
}
