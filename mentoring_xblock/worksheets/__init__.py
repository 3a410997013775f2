"""Worksheets as their authors write them: questions, help and limits, and the ready-made ones to begin with.

The room promises: a question's id stays what it is, whatever becomes of its words; whatever an import has damaged, a
sheet can be opened; and every ready-made sheet says where its idea comes from and who may use its words. It knows
nobody who writes on a sheet.
"""
